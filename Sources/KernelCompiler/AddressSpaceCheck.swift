import Diagnostics
import KernelIR

/// Finds casts from one memory to another, which Metal has not and clang takes.
struct AddressSpaceCheck {
    let source: SourceText
    let module: IRModule

    /// The casts, in the order of the text.
    func findings() -> [Diagnostic] {
        var places: Set<SourcePosition> = []
        for function in module.functions.values {
            for instruction in function.blocks.flatMap(\.instructions) {
                guard case .cast(.addrspacecast, _) = instruction.operation,
                    case .pointer(let space) = instruction.type,
                    space != AddressSpace.generic.rawValue, let position = instruction.position, position.file.isEmpty
                else { continue }
                places.insert(position)
            }
        }
        return places.sorted { ($0.line, $0.column) < ($1.line, $1.column) }.map { place in
            source.diagnostic(
                .error, line: place.line, column: 1, "a cast on this line converts between mismatching address spaces")
        }
    }
}
