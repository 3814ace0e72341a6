package import KernelIR

/// A kernel text after both compiles.
package struct CompiledKernel: Sendable {
    /// Barely optimised: still shows what is wrong with the kernel.
    package let checkModule: IRModule
    /// Optimised as a vendor's compiler would: what is timed.
    package let timeModule: IRModule
    /// The kernels of the text, in the order of the text, instantiations by name. Never empty.
    package let entries: [EntryPoint]

    package init(checkModule: IRModule, timeModule: IRModule, entries: [EntryPoint]) {
        self.checkModule = checkModule
        self.timeModule = timeModule
        self.entries = entries
    }

    /// The kernel of that name.
    package func entry(named name: String) -> EntryPoint? { entries.first { $0.name == name } }
}
