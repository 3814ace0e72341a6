/// The head of a function: everything up to its body.
struct IRFunctionHead: Sendable {
    let name: String
    let qualifiers: IRQualifiers
    let returnType: IRType
    let parameters: [IRParameter]
    /// The parameters' names where the text gives them.
    let parameterNames: [String?]
    let isVariadic: Bool

    /// What callers compare with.
    var signature: IRSignature {
        IRSignature(returnType: returnType, parameters: parameters.map(\.type), isVariadic: isVariadic)
    }
}
