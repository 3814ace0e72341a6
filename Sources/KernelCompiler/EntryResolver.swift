import Diagnostics
import KernelIR

/// Joins what the source says about its kernels with the functions the compiler made of them.
struct EntryResolver {
    let source: SourceText
    let dialect: Dialect
    let prepared: PreparedText
    let module: IRModule

    /// The kernels in the order of the text, instantiations of a template by name.
    func entries() throws(CompileFailure) -> [EntryPoint] {
        let annotated = symbols()
        var hostNames: [String: [String]] = [:]
        for (symbol, texts) in module.annotations {
            hostNames[symbol] = texts.filter { $0.hasPrefix("ks.host:") }.map { String($0.dropFirst(8)) }.sorted()
        }
        var entries: [EntryPoint] = []
        for (number, declaration) in prepared.declarations.enumerated() {
            let found = dialect == .oracle ? [declaration.name] : annotated["ks.kernel:\(number)"] ?? []
            // A CUDA template with one instantiation goes by its plain name, as any other kernel.
            let isPlain = dialect == .cuda ? !declaration.isTemplate || found.count == 1 : !declaration.isTemplate
            var named: [(name: String, symbol: String)] = []
            for symbol in found where module.functions[symbol] != nil {
                let own = isPlain ? [declaration.name] : []
                let given = dialect == .cuda && isPlain ? [] : hostNames[symbol, default: []]
                named += (given + own).map { ($0, symbol) }
            }
            for (name, symbol) in named.sorted(by: { $0 < $1 }) {
                entries.append(try entry(declaration, name: name, symbol: symbol, annotated))
            }
        }
        guard !entries.isEmpty else {
            throw failure(nil, "the text has no kernel that can be launched")
        }
        return entries.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(
            \.element)
    }

    /// Names in the IR by the annotation they carry.
    private func symbols() -> [String: [String]] {
        var found: [String: [String]] = [:]
        for (symbol, texts) in module.annotations {
            for text in texts { found[text, default: []].append(symbol) }
        }
        return found.mapValues { Array(Set($0)).sorted() }
    }

    private func entry(
        _ declaration: KernelDeclaration, name: String, symbol: String, _ annotated: [String: [String]]
    ) throws(CompileFailure) -> EntryPoint {
        guard let function = module.functions[symbol] else {
            throw failure(declaration.line, "kernel '\(name)' has no body")
        }
        guard function.parameters.count == declaration.parameters.count else {
            throw failure(
                declaration.line,
                "the parameters of kernel '\(name)' cannot be told apart: \(declaration.parameters.count) in the text, "
                    + "\(function.parameters.count) compiled")
        }
        var parameters: [KernelParameter] = []
        for (written, compiled) in zip(declaration.parameters, function.parameters) {
            parameters.append(
                KernelParameter(
                    name: written.name, binding: try binding(written, compiled, kernel: name, line: declaration.line)))
        }
        try checkComponents(parameters, kernel: name, line: declaration.line)
        var maxThreads: Int?
        if let key = declaration.maxThreadsKey, let variable = annotated[key]?.first,
            case .integer(let value)? = module.globals[variable]?.initializer
        {
            maxThreads = Int(exactly: value)
        }
        return EntryPoint(
            name: name, symbol: symbol, parameters: parameters, maxThreads: maxThreads, line: declaration.line)
    }

    /// Apple's compiler wants places and sizes of the grid all scalar, or all vectors of one length.
    private func checkComponents(_ parameters: [KernelParameter], kernel: String, line: Int) throws(CompileFailure) {
        var first: (name: String, components: Int)?
        for parameter in parameters {
            guard case .builtin(let builtin, let components, _) = parameter.binding, builtin.hasAxes else { continue }
            guard let known = first else {
                first = (parameter.name, components)
                continue
            }
            if known.components != components {
                throw failure(
                    line,
                    "grid inputs of kernel '\(kernel)' must be all scalars or all vectors of one length: '\(known.name)' has "
                        + "\(known.components), '\(parameter.name)' \(components)")
            }
        }
    }

    private func binding(
        _ written: KernelDeclaration.Parameter, _ compiled: IRParameter, kernel: String, line: Int
    ) throws(CompileFailure) -> Binding {
        switch (written.kind, compiled.type) {
        case (.buffer(let index, let space, let isReference, let writable, let element), .pointer):
            return .buffer(
                index: index ?? 0, space: space, isReference: isReference, writable: writable, element: element)
        case (.threadgroupBuffer(let index), .pointer):
            return .threadgroupBuffer(index: index)
        case (.texture(let index, let element), .pointer):
            return .texture(index: index, element: element)
        case (.builtin(let builtin), .integer(let bits)):
            return .builtin(builtin, components: 1, bits: bits)
        case (.builtin(let builtin), .vector(let count, .integer(let bits))):
            return .builtin(builtin, components: count, bits: bits)
        case (.value, let type):
            return .value(byteCount: (compiled.byValue ?? type).byteSize)
        default:
            throw failure(
                line, "parameter '\(written.name)' of kernel '\(kernel)' has a type its attribute cannot have")
        }
    }

    private func failure(_ line: Int?, _ message: String) -> CompileFailure {
        guard let line else { return CompileFailure([Diagnostic(.error, at: nil, "'\(source.fileName)': \(message)")]) }
        return CompileFailure([source.diagnostic(.error, line: line, column: 1, message)])
    }
}
