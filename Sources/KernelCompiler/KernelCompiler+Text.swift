extension KernelCompiler {
    /// The IR of a kernel text as clang writes it, for programs that look at it or change it; nil where it does not
    /// compile.
    package func intermediateText(of source: KernelSource, optimised: Bool) async -> String? {
        guard let expanded = try? IncludeExpander.expand(source),
            let prepared = try? Self.prepare(expanded.text, source)
        else { return nil }
        let arguments = ClangArguments(
            dialect: source.dialect, fastMath: source.fastMath, macros: prepared.macros, headers: clang.headers,
            unrollsAgain: source.unrollsAgain)
        let outcome = await ClangProcess(clang: clang).compile(
            arguments.input(prepared.text.text), arguments: arguments.list(for: optimised ? .time : .check))
        guard case .output(let text) = outcome else { return nil }
        return optimised ? await unrollingAgain(text, arguments) : text
    }
}
