package import KernelIR

/// A kernel text after both compiles.
package struct CompiledKernel: Sendable {
    /// Barely optimised: still shows what is wrong with the kernel.
    package let checkModule: IRModule
    /// Optimised as a vendor's compiler would: what is timed.
    package let timeModule: IRModule
    /// The kernels of the text, in the order of the text, instantiations by name. Never empty.
    package let entries: [EntryPoint]
    /// Where the lines that the modules name were written, by number from 0; empty without virtual headers.
    package let places: [TextPlace]

    package init(checkModule: IRModule, timeModule: IRModule, entries: [EntryPoint], places: [TextPlace] = []) {
        self.checkModule = checkModule
        self.timeModule = timeModule
        self.entries = entries
        self.places = places
    }

    /// The text and line behind a line that a fault or a trace of the modules names; nil if it is the kernel text's own.
    package func place(ofLine line: Int) -> TextPlace? { places.indices.contains(line - 1) ? places[line - 1] : nil }

    /// The kernel of that name.
    package func entry(named name: String) -> EntryPoint? { entries.first { $0.name == name } }
}
