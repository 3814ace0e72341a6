/// A kernel as its declaration in the source gives it.
struct KernelDeclaration: Sendable, Hashable {
    /// One parameter.
    struct Parameter: Sendable, Hashable {
        /// What the declaration says about what is passed; widths come from the IR.
        enum Kind: Sendable, Hashable {
            case buffer(index: Int?, space: AddressSpace, isReference: Bool, writable: Bool, element: String)
            case threadgroupBuffer(index: Int)
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
    /// The number of threads the kernel allows is in the variable annotated `ks.max:` and this.
    var maxThreadsKey: String?
}

/// `template [[host_name("…")]] kernel void f<T>(…);`: a name for an instantiation.
struct KernelInstantiation: Sendable, Hashable {
    var hostName: String
    /// The template's name.
    var function: String
    var line: Int
}

/// A kernel text made ready for clang.
struct PreparedText: Sendable {
    var text: EditedText
    var declarations: [KernelDeclaration]
    var instantiations: [KernelInstantiation]
    /// Definitions that go to clang as macros.
    var macros: [(name: String, value: Int)]
}
