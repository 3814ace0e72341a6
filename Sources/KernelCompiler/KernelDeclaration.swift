/// A kernel as its declaration in the source gives it.
struct KernelDeclaration: Sendable, Hashable {
    /// One parameter.
    struct Parameter: Sendable, Hashable {
        /// What the declaration says about what is passed; widths come from the IR.
        enum Kind: Sendable, Hashable {
            case buffer(index: Int?, space: AddressSpace, isReference: Bool, writable: Bool, element: String)
            case threadgroupBuffer(index: Int)
            case texture(index: Int, element: String)
            case builtin(Builtin)
            case value
        }

        var name: String
        var kind: Kind
    }

    /// The source name.
    var name: String
    /// 1-based line of the name.
    var line: Int
    /// A template: launchable only through its instantiations.
    var isTemplate: Bool
    var parameters: [Parameter]
    /// The annotation of the variable that holds the number of threads the kernel allows.
    var maxThreadsKey: String?
}

/// A kernel text made ready for clang.
struct PreparedText: Sendable {
    var text: EditedText
    /// The kernels; the function of number n is annotated `ks.kernel:n`, except in oracles.
    var declarations: [KernelDeclaration]
    /// Definitions that go to clang as macros.
    var macros: [(name: String, value: Int)]
}
