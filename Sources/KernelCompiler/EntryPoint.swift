/// A kernel that can be launched.
package struct EntryPoint: Sendable, Hashable {
    /// The name in the source, or the `[[host_name]]` of an instantiation.
    package let name: String
    /// The function's name in both modules.
    package let symbol: String
    /// As many as the IR function has, in its order.
    package let parameters: [KernelParameter]
    /// The most threads per threadgroup that the kernel itself allows.
    package let maxThreads: Int?
    /// 1-based line of its name in the source.
    package let line: Int

    package init(name: String, symbol: String, parameters: [KernelParameter], maxThreads: Int?, line: Int) {
        self.name = name
        self.symbol = symbol
        self.parameters = parameters
        self.maxThreads = maxThreads
        self.line = line
    }
}
