import Diagnostics
import KernelIR

/// Turns a kernel text into the two modules that are checked and timed.
///
/// Guard, pass, clang twice at once, IR parser, bindings. The text goes to clang on standard input; the only files clang
/// can open are our headers.
package struct KernelCompiler: Sendable {
    /// The compiler in use.
    package let clang: Clang

    package init(clang: Clang) { self.clang = clang }

    /// Compiles `source`; a refusal carries the findings at the user's lines.
    package func compile(_ source: KernelSource) async -> Result<CompiledKernel, CompileFailure> {
        do throws(CompileFailure) {
            return .success(try await compiled(source))
        } catch {
            return .failure(error)
        }
    }

    private func compiled(_ source: KernelSource) async throws(CompileFailure) -> CompiledKernel {
        let expanded = try IncludeExpander.expand(source)
        let names = Set(source.headers.map(\.name))
        let text = expanded.text
        let parts = expanded.parts.isEmpty ? [text] : expanded.parts
        let refusals =
            parts.flatMap { TextGuard(text: $0, dialect: source.dialect, virtualNames: names).findings() }
            + PastedNames(texts: parts, dialect: source.dialect).findings() + definitionFindings(source)
        guard refusals.isEmpty else { throw CompileFailure(refusals) }
        let prepared = try Self.prepare(text, source)
        let arguments = ClangArguments(
            dialect: source.dialect, fastMath: source.fastMath, macros: prepared.macros, headers: clang.headers,
            unrollsAgain: source.unrollsAgain)
        async let check = module(.check, text: text, prepared: prepared, arguments: arguments)
        async let time = module(.time, text: text, prepared: prepared, arguments: arguments)
        let (checked, timed) = await (check, time)
        let checkModule = try checked.get()
        let timeModule = try timed.get()
        if source.dialect == .metal {
            let casts = AddressSpaceCheck(source: text, module: checkModule).findings()
            guard casts.isEmpty else { throw CompileFailure(casts) }
        }
        let entries = try EntryResolver(
            source: text, dialect: source.dialect, prepared: prepared, module: checkModule
        ).entries()
        return CompiledKernel(
            checkModule: checkModule, timeModule: timeModule, entries: entries, places: text.places ?? [])
    }

    static func prepare(_ text: SourceText, _ source: KernelSource) throws(CompileFailure) -> PreparedText {
        switch source.dialect {
        case .metal:
            try MetalPass.run(
                text: text, definitions: source.definitions, textureFormats: source.textureFormats)
        case .cuda: try CudaPass.run(text: text, definitions: source.definitions)
        case .oracle: OraclePass.run(text: text, definitions: source.definitions)
        }
    }

    /// Definitions become macros, so their names must be plain identifiers that are not ours.
    private func definitionFindings(_ source: KernelSource) -> [Diagnostic] {
        source.definitions.compactMap { definition in
            let name = definition.name
            let letters = name.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            }
            let startsWell = name.utf8.first.map { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
            if letters, startsWell, !name.hasPrefix("__"), !name.hasPrefix("ks_"), !name.hasPrefix("KS_") { return nil }
            return Diagnostic(
                .error, at: nil, "'\(name)' cannot be defined for '\(source.fileName)': not a plain identifier")
        }
    }

    /// Optimised IR with the loops unrolled that NVIDIA's assembler unrolls after the optimiser; as it is where there are
    /// none or the second run comes to nothing.
    func unrollingAgain(_ text: String, _ arguments: ClangArguments) async -> String {
        guard arguments.dialect == .cuda, arguments.unrollsAgain, let marked = RepeatedLoops.marked(text) else {
            return text
        }
        let outcome = await ClangProcess(clang: clang).compile(marked, arguments: arguments.listForMarkedLoops())
        guard case .output(let again) = outcome else { return text }
        return again
    }

    private func module(
        _ purpose: ClangArguments.Purpose, text: SourceText, prepared: PreparedText, arguments: ClangArguments
    ) async -> Result<IRModule, CompileFailure> {
        let outcome = await ClangProcess(clang: clang).compile(
            arguments.input(prepared.text.text), arguments: arguments.list(for: purpose))
        switch outcome {
        case .output(var output):
            if purpose == .time { output = await unrollingAgain(output, arguments) }
            do throws(IRParseError) {
                return .success(try IRModule(parsing: output))
            } catch {
                return .failure(
                    CompileFailure([
                        Diagnostic(
                            .error, at: nil, "the compiler's output for '\(text.fileName)' cannot be used: \(error)")
                    ]))
            }
        case .refused(let messages):
            return .failure(
                CompileFailure(ClangMessages(source: text, edited: prepared.text).diagnostics(from: messages)))
        case .tooExpensive:
            return .failure(
                CompileFailure([
                    Diagnostic(.error, at: nil, "kernel text '\(text.fileName)' is too expensive to compile")
                ]))
        case .broken(let reason):
            return .failure(CompileFailure([Diagnostic(.error, at: nil, "clang could not be run: \(reason)")]))
        }
    }
}
