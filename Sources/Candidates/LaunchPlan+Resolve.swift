package import Diagnostics
import StrictYAML

extension LaunchPlan {
    /// What a task gives a plan's expressions and arguments.
    package struct Environment: Sendable {
        /// Named sizes of this run.
        package var sizes: [String: Int]
        /// Named floating-point scalars.
        package var scalars: [String: Double]
        /// Names of the task's buffers.
        package var buffers: Set<String>

        /// An environment.
        package init(sizes: [String: Int], scalars: [String: Double] = [:], buffers: Set<String> = []) {
            self.sizes = sizes
            self.scalars = scalars
            self.buffers = buffers
        }
    }

    /// Evaluates the plan for one set of sizes and one point; all mistakes are reported at once.
    ///
    /// Sizes win over tunables of the same name, which a design space with these sizes as constants rules out.
    package func resolve(in environment: Environment, point: DesignPoint) throws(DiagnosticError) -> ResolvedPlan {
        var resolver = Resolver(plan: self, environment: environment, point: point)
        return try resolver.resolve()
    }

    /// Collects values and mistakes of one evaluation.
    private struct Resolver {
        /// The plan.
        let plan: LaunchPlan
        /// The task's names.
        let environment: Environment
        /// Sizes and tunables by name.
        let integers: [String: Int]
        /// Every mistake so far.
        var problems: [Diagnostic] = []
        /// Temporaries with at least one element.
        private var temporaries: [ResolvedPlan.Temporary] = []

        /// A resolver at the start.
        init(plan: LaunchPlan, environment: Environment, point: DesignPoint) {
            self.plan = plan
            self.environment = environment
            integers = environment.sizes.merging(point.dictionary) { size, _ in size }
        }

        /// The whole plan.
        mutating func resolve() throws(DiagnosticError) -> ResolvedPlan {
            resolveTemporaries()
            let launches = plan.launches.compactMap { resolve($0) }
            if launches.isEmpty, problems.isEmpty, let first = plan.launches.first {
                report("every launch of the plan is switched off by its 'when'", first.kernel.location)
            }
            guard problems.isEmpty else { throw DiagnosticError(problems) }
            return ResolvedPlan(temporaries: temporaries, launches: launches)
        }

        /// Evaluates the temporaries' counts.
        private mutating func resolveTemporaries() {
            var total = 0
            for temporary in plan.temporaries {
                let name = temporary.name.value
                if environment.buffers.contains(name) {
                    report("temporary '\(name)' has the name of a buffer of the task", temporary.name.location)
                }
                guard let count = integer(temporary.count) else { continue }
                guard count >= 0 else {
                    report("temporary '\(name)' has the negative count \(count)", temporary.count.location)
                    continue
                }
                guard count > 0 else { continue }
                let (bytes, first) = count.multipliedReportingOverflow(by: temporary.type.byteSize)
                let (sum, second) = total.addingReportingOverflow(bytes)
                guard !first, !second, sum <= LaunchPlan.maximumTemporaryBytes else {
                    report(
                        "temporary '\(name)' with \(count) elements brings the temporaries over "
                            + "\(LaunchPlan.maximumTemporaryBytes) bytes", temporary.count.location)
                    continue
                }
                total = sum
                temporaries.append(.init(name: name, type: temporary.type, count: count))
            }
        }

        /// One launch; nil when it is switched off or wrong.
        private mutating func resolve(_ launch: Launch) -> ResolvedPlan.Launch? {
            if let when = launch.when {
                guard let value = integer(when), value != 0 else { return nil }
            }
            let name = launch.kernel.value
            let size = extent(launch.threadgroup, "threadgroup size", name)
            let threads: Extent3?
            var groups: Extent3?
            switch launch.grid {
            case .threads(let axes):
                threads = extent(axes, "number of threads", name)
                if let threads, let size {
                    groups = Extent3(
                        ceilingDivide(threads.x, size.x), ceilingDivide(threads.y, size.y),
                        ceilingDivide(threads.z, size.z))
                }
            case .threadgroups(let axes):
                threads = nil
                groups = extent(axes, "number of threadgroups", name)
            }
            if let groups, let size {
                let total = groups.product.flatMap { groups in
                    size.product.map { groups.multipliedReportingOverflow(by: $0) }
                }
                if total.map({ $0.overflow || $0.partialValue > LaunchPlan.maximumThreads }) ?? true {
                    report(
                        "kernel '\(name)' is launched with more than \(LaunchPlan.maximumThreads) threads",
                        launch.kernel.location)
                }
            }
            var memory: [Int: Int] = [:]
            for (index, bytes) in launch.threadgroupMemory {
                guard let value = integer(bytes) else { continue }
                if value < 0 || value > 1 << 30 {
                    report("threadgroup buffer \(index) of kernel '\(name)' cannot have \(value) bytes", bytes.location)
                }
                memory[index] = value
            }
            var arguments: [String: ResolvedPlan.Argument] = [:]
            for (parameter, value) in launch.arguments { arguments[parameter] = argument(value, of: name) }
            var textures: [String: ResolvedPlan.Texture] = [:]
            for (parameter, value) in launch.textures { textures[parameter] = texture(value.value, parameter, name) }
            guard let size, let groups else { return nil }
            return ResolvedPlan.Launch(
                kernel: name, threadgroups: groups, threads: threads, threadgroupSize: size, threadgroupMemory: memory,
                arguments: arguments, textures: textures)
        }

        /// What a texture's description stands for.
        private mutating func texture(
            _ texture: Texture, _ parameter: String, _ kernel: String
        ) -> ResolvedPlan.Texture? {
            let name = texture.memory.value
            let isTemporary = temporaries.contains { $0.name == name }
            if !isTemporary, !environment.buffers.contains(name) {
                if plan.temporaries.contains(where: { $0.name.value == name }) {
                    report(
                        "kernel '\(kernel)' uses temporary '\(name)', whose count is 0 here", texture.memory.location)
                } else {
                    let known = plan.temporaries.map(\.name.value) + environment.buffers.sorted()
                    report(
                        "'\(name)' is no buffer or temporary", texture.memory.location,
                        hint: nearestName(to: name, among: known).map { "did you mean '\($0)'?" })
                }
                return nil
            }
            var extents: [Int] = []
            for (what, expression) in [("width", texture.width), ("height", texture.height)] {
                guard let value = integer(expression) else { continue }
                guard (1...LaunchPlan.maximumTextureExtent).contains(value) else {
                    report(
                        "the \(what) of texture '\(parameter)' of kernel '\(kernel)' is \(value), from "
                            + "'\(expression.value.text.prefix(80))'", expression.location,
                        hint: "it must be between 1 and \(LaunchPlan.maximumTextureExtent)")
                    continue
                }
                extents.append(value)
            }
            guard extents.count == 2 else { return nil }
            return ResolvedPlan.Texture(memory: name, width: extents[0], height: extents[1], format: texture.format)
        }

        /// What an argument's expression stands for.
        private mutating func argument(_ value: Located<Expression>, of kernel: String) -> ResolvedPlan.Argument? {
            if let name = value.value.bareName {
                if temporaries.contains(where: { $0.name == name }) { return .temporary(name) }
                if plan.temporaries.contains(where: { $0.name.value == name }) {
                    report("kernel '\(kernel)' uses temporary '\(name)', whose count is 0 here", value.location)
                    return nil
                }
                if environment.buffers.contains(name) { return .buffer(name) }
                if integers[name] == nil, environment.scalars[name] == nil {
                    let known =
                        plan.temporaries.map(\.name.value) + environment.buffers.sorted()
                        + environment.scalars.keys.sorted() + integers.keys.sorted()
                    let near = nearestName(to: name, among: known)
                    report(
                        "'\(name)' is no buffer, temporary, size or tunable", value.location,
                        hint: near.map { "did you mean '\($0)'?" })
                    return nil
                }
            }
            let usesFloats = value.value.names.contains { environment.scalars[$0] != nil }
            guard value.value.hasDecimals || usesFloats else { return integer(value).map { .integer($0) } }
            do {
                return .float(try value.value.evaluateFloat(integers: integers, floats: environment.scalars))
            } catch {
                report(error, value.location)
                return nil
            }
        }

        /// Up to three positive counts, the rest 1.
        private mutating func extent(_ axes: [Located<Expression>], _ what: String, _ kernel: String) -> Extent3? {
            var counts = [1, 1, 1]
            var isGood = true
            for (axis, expression) in axes.prefix(3).enumerated() {
                guard let value = integer(expression) else {
                    isGood = false
                    continue
                }
                guard value > 0, value <= Int(Int32.max) else {
                    report(
                        "the \(what) of kernel '\(kernel)' along \(["x", "y", "z"][axis]) is \(value), from "
                            + "'\(expression.value.text.prefix(80))'", expression.location,
                        hint: value > 0 ? "at most \(Int32.max)" : "it must be positive; 'when' switches a launch off")
                    isGood = false
                    continue
                }
                counts[axis] = value
            }
            return isGood ? Extent3(counts[0], counts[1], counts[2]) : nil
        }

        /// The value of an integer expression; nil after reporting.
        private mutating func integer(_ expression: Located<Expression>) -> Int? {
            do {
                return try expression.value.evaluate(integers)
            } catch {
                report(error, expression.location)
                return nil
            }
        }

        /// `left / right` rounded up, both positive.
        private func ceilingDivide(_ left: Int, _ right: Int) -> Int { (left - 1) / right + 1 }

        /// Reports an expression's error at its column.
        private mutating func report(_ error: ExpressionError, _ location: SourceLocation) {
            var place = location
            place.column += error.column - 1
            report(error.description, place, hint: error.hint)
        }

        /// Adds a mistake.
        private mutating func report(_ message: String, _ location: SourceLocation, hint: String? = nil) {
            problems.append(plan.source.diagnostic(at: location, message, hint: hint))
        }
    }
}
