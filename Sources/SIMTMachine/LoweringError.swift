package import KernelIR

/// Why a kernel cannot be lowered: something the machine refuses by name, at its line.
package struct LoweringError: Error, Hashable, Sendable {
    /// What is not supported or not defined, as a sentence fragment ("recursion in 'f'").
    package let message: String
    /// Where in the user's source; nil where the compiler gives no place.
    package let position: SourcePosition?

    package init(_ message: String, at position: SourcePosition?) {
        self.message = message
        self.position = position
    }
}
