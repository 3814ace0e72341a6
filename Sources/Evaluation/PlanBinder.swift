import StrictYAML
import Candidates
import Diagnostics
import KernelCompiler
import KernelIR
import SIMTMachine

/// Joins a resolved plan with the kernels' parameters; every misfit is reported at the kernel's own lines.
struct PlanBinder {
    /// The kernels.
    let program: KernelProgram
    /// The plan as written, for places.
    let plan: LaunchPlan
    /// The kernel's text.
    let source: SourceText
    /// Integers by name: sizes, then tunables.
    let integers: [String: Int]
    /// Scalars by name.
    let scalars: [String: Double]
    /// Element types of the task's buffers and the plan's temporaries.
    let buffers: [String: ElementType]
    /// Bytes of the task's buffers and the plan's temporaries.
    let byteCounts: [String: Int]

    /// Every misfit so far.
    private(set) var problems: [Diagnostic] = []

    init(
        program: KernelProgram, plan: LaunchPlan, source: SourceText, task: TaskDefinition, size: TaskSize,
        point: DesignPoint, temporaries: [ResolvedPlan.Temporary]
    ) {
        self.program = program
        self.plan = plan
        self.source = source
        integers = size.values.merging(point.dictionary) { size, _ in size }
        scalars = size.scalars
        buffers = Dictionary(
            task.buffers.map { ($0.name, $0.type) } + temporaries.map { ($0.name, $0.type) }
        ) { first, _ in first }
        byteCounts = Dictionary(
            zip(task.buffers, size.counts).map { ($0.name, $1 * $0.type.byteSize) }
                + temporaries.map { ($0.name, $0.count * $0.type.byteSize) }
        ) { first, _ in first }
    }

    /// The launches with their parameters bound.
    mutating func bind(_ launches: [ResolvedPlan.Launch]) throws(Rejection) -> [BoundLaunch] {
        var bound: [BoundLaunch] = []
        for launch in launches { if let launch = bind(launch) { bound.append(launch) } }
        guard problems.isEmpty else { throw Rejection(.badPlan, unique(problems)) }
        return bound
    }

    /// One launch; nil when it does not fit.
    private mutating func bind(_ launch: ResolvedPlan.Launch) -> BoundLaunch? {
        guard let kernel = program.kernels[launch.kernel] else {
            let near = nearestName(to: launch.kernel, among: program.names)
            report(
                "the launch plan names kernel '\(launch.kernel)', which the text does not have",
                place(of: launch.kernel),
                hint: near.map { "did you mean '\($0)'?" }
                    ?? "it has \(program.names.map { "'\($0)'" }.joined(separator: ", "))")
            return nil
        }
        let before = problems.count
        let parameters = kernel.entry.parameters
        let given = Set(launch.arguments.keys).union(launch.textures.keys)
        for name in given.sorted() where !parameters.contains(where: { $0.name == name }) {
            let near = nearestName(to: name, among: parameters.map(\.name))
            report(
                "kernel '\(launch.kernel)' has no parameter '\(name)'", argumentPlace(name, of: launch.kernel),
                hint: near.map { "did you mean '\($0)'?" }
                    ?? "its parameters are \(parameters.map { "'\($0.name)'" }.joined(separator: ", "))")
        }
        let (offsets, dynamicBytes) = threadgroupMemory(launch, kernel.entry)
        var arguments: [BoundLaunch.Argument] = []
        for (index, parameter) in parameters.enumerated() {
            let type = index < kernel.check.parameters.count ? kernel.check.parameters[index].type : .void
            guard let argument = argument(for: parameter, type, launch, kernel.entry, offsets) else { continue }
            arguments.append(argument)
        }
        guard problems.count == before else { return nil }
        return BoundLaunch(kernel: kernel, plan: launch, arguments: arguments, dynamicBytes: dynamicBytes)
    }

    /// Offsets of the dynamic threadgroup buffers by index, and the bytes of all.
    private mutating func threadgroupMemory(
        _ launch: ResolvedPlan.Launch, _ entry: EntryPoint
    ) -> (offsets: [Int: Int], bytes: Int) {
        var indices: [Int] = []
        for case .threadgroupBuffer(let index) in entry.parameters.map(\.binding) { indices.append(index) }
        var offsets: [Int: Int] = [:]
        var end = 0
        for index in launch.threadgroupMemory.keys.sorted() {
            if !indices.contains(index), !indices.isEmpty || source.file.hasSuffix(".metal") {
                report(
                    "kernel '\(entry.name)' has no parameter with [[threadgroup(\(index))]]", place(of: entry.name),
                    hint: "'threadgroup_memory' gives sizes to such parameters only")
            }
            offsets[index] = end
            end += ((launch.threadgroupMemory[index] ?? 0) + 15) / 16 * 16
        }
        return (offsets, end)
    }

    /// What a parameter is bound to; nil after reporting.
    private mutating func argument(
        for parameter: KernelParameter, _ type: IRType, _ launch: ResolvedPlan.Launch, _ entry: EntryPoint,
        _ offsets: [Int: Int]
    ) -> BoundLaunch.Argument? {
        if case .texture(_, let element) = parameter.binding {
            return texture(for: parameter, element: element, launch, entry)
        }
        if launch.textures[parameter.name] != nil {
            report(
                "parameter '\(parameter.name)' of kernel '\(entry.name)' is no texture",
                argumentPlace(parameter.name, of: entry.name))
            return nil
        }
        switch parameter.binding {
        case .texture: break
        case .builtin(let builtin, _, _): return .fixed(.builtin(builtin.threadBuiltin))
        case .threadgroupBuffer(let index):
            guard let offset = offsets[index] else {
                report(
                    "threadgroup buffer '\(parameter.name)' of kernel '\(entry.name)' has no size",
                    place(of: entry.name),
                    hint: "add 'threadgroup_memory: {\(index): BYTES}' to the launch")
                return nil
            }
            return .fixed(.threadgroup(byteOffset: offset))
        case .buffer(_, let space, let isReference, _, let element):
            switch value(of: parameter.name, launch) {
            case .buffer(let name): return .buffer(name)
            case .number(let number):
                guard isReference || space == .constant else { break }
                guard let bytes = ScalarBytes.encode(number, asElement: element) else {
                    report(
                        "parameter '\(parameter.name)' of kernel '\(entry.name)' has type '\(element)', which cannot hold "
                            + "\(Self.text(number))", place(of: entry.name))
                    return nil
                }
                return .fixed(.bytesPointer(bytes))
            case nil: break
            }
        case .value:
            switch value(of: parameter.name, launch) {
            case .number(let number):
                guard let bytes = ScalarBytes.encode(number, as: type) else {
                    report(
                        "parameter '\(parameter.name)' of kernel '\(entry.name)' cannot hold \(Self.text(number))",
                        place(of: entry.name))
                    return nil
                }
                return .fixed(.value(bytes))
            case .buffer(let name):
                report(
                    "parameter '\(parameter.name)' of kernel '\(entry.name)' is a number and cannot take buffer '\(name)'",
                    argumentPlace(parameter.name, of: entry.name))
                return nil
            case nil: break
            }
        }
        unbound(parameter, launch, entry)
        return nil
    }

    /// Reports a parameter that nothing is bound to.
    private mutating func unbound(
        _ parameter: KernelParameter, _ launch: ResolvedPlan.Launch, _ entry: EntryPoint
    ) {
        // An argument without a value was reported when the plan was resolved; a number where memory is needed is left.
        if launch.arguments[parameter.name] != nil || integers[parameter.name] != nil || scalars[parameter.name] != nil
        {
            report(
                "parameter '\(parameter.name)' of kernel '\(entry.name)' needs a buffer and is given a number",
                argumentPlace(parameter.name, of: entry.name))
            return
        }
        let known = buffers.keys.sorted() + integers.keys.sorted() + scalars.keys.sorted()
        let near = nearestName(to: parameter.name, among: known)
        report(
            "parameter '\(parameter.name)' of kernel '\(entry.name)' is not bound",
            source.location(line: entry.line, column: 1),
            hint: "add it to the launch's 'arguments'" + (near.map { ", such as {\(parameter.name): \($0)}" } ?? ""))
    }

    /// A buffer or a number.
    private enum Value {
        case buffer(String)
        case number(NumberArgument)
    }

    /// What the plan gives a parameter, or what has the parameter's own name.
    private func value(of name: String, _ launch: ResolvedPlan.Launch) -> Value? {
        switch launch.arguments[name] {
        case .buffer(let buffer), .temporary(let buffer): return .buffer(buffer)
        case .integer(let value): return .number(.integer(value))
        case .float(let value): return .number(.float(value))
        case nil: break
        }
        if buffers[name] != nil { return .buffer(name) }
        if let value = integers[name] { return .number(.integer(value)) }
        return scalars[name].map { .number(.float($0)) }
    }

    /// A number as people write it.
    private static func text(_ number: NumberArgument) -> String {
        switch number {
        case .integer(let value): String(value)
        case .float(let value): "\(value)"
        }
    }

    /// Where the plan launches a kernel.
    func place(of kernel: String) -> SourceLocation {
        plan.launches.first { $0.kernel.value == kernel }?.kernel.location ?? source.location(line: 1, column: 1)
    }

    /// Where the plan gives an argument, or launches the kernel.
    func argumentPlace(_ name: String, of kernel: String) -> SourceLocation {
        for launch in plan.launches where launch.kernel.value == kernel {
            if let argument = launch.arguments.first(where: { $0.name == name }) { return argument.value.location }
            if let texture = launch.textures.first(where: { $0.name == name }) { return texture.value.location }
        }
        return place(of: kernel)
    }

    /// Adds a misfit.
    mutating func report(_ message: String, _ location: SourceLocation, hint: String? = nil) {
        problems.append(source.diagnostic(at: location, message, hint: hint))
    }

    /// The misfits without repetitions: a kernel may be launched many times.
    private func unique(_ problems: [Diagnostic]) -> [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return problems.filter { seen.insert($0).inserted }
    }
}
