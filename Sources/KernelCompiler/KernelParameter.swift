/// A parameter of a kernel.
package struct KernelParameter: Sendable, Hashable {
    /// The name in the source; `argumentN` where the source gives none.
    package let name: String
    /// What a launch has to pass.
    package let binding: Binding

    package init(name: String, binding: Binding) {
        self.name = name
        self.binding = binding
    }
}
