/// What a caller must know of a function.
struct IRSignature: Hashable, Sendable {
    let returnType: IRType
    let parameters: [IRType]
    /// Whether further arguments may follow (`...`).
    let isVariadic: Bool
}
