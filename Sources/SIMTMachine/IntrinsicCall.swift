import KernelIR

/// A call of a function without a body, its operands lowered.
struct IntrinsicCall {
    let name: String
    let operands: [[VirtualRegister]]
    let types: [IRType]
    let result: IRType
    /// Registers set aside for the result.
    let results: [VirtualRegister]

    /// The single scalar of operand `index`, or `.none`.
    func scalar(_ index: Int) -> VirtualRegister {
        index < operands.count ? operands[index].first ?? .none : .none
    }

    /// The name without its type suffixes: "llvm.fma" of "llvm.fma.v4f32".
    var stem: String {
        guard name.hasPrefix("llvm.") else { return name }
        var parts = name.split(separator: ".")
        while let last = parts.last, parts.count > 2, Self.isTypeSuffix(last) { parts.removeLast() }
        return parts.joined(separator: ".")
    }

    private static func isTypeSuffix(_ text: Substring) -> Bool {
        var rest = text
        if rest.hasPrefix("nxv") { rest = rest.dropFirst(3) }
        if rest.hasPrefix("v"), rest.dropFirst().first?.isNumber == true {
            rest = rest.dropFirst().drop { $0.isNumber }
        }
        for prefix in ["bf", "f", "i", "p"] where rest.hasPrefix(prefix) {
            return !rest.dropFirst(prefix.count).isEmpty && rest.dropFirst(prefix.count).allSatisfy(\.isNumber)
        }
        return false
    }
}
