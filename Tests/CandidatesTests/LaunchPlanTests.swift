import Candidates
import Diagnostics
import Testing

@Suite("A launch plan")
struct LaunchPlanTests {
    private let kernel = """
        // tune: TG = 32 | 64
        /* launch-plan
        temporaries:
          - {name: scores, type: f32, count: 'FUSED ? 0 : heads * n'}
        launches:
          - kernel: scores_pass
            when: FUSED == 0
            threads: [n, heads]
            threadgroup: [TG]
            threadgroup_memory: {0: 4 * TG}
            arguments: {out: scores, n: n, half_n: n / 2, scale: 1 / sqrt(n), eps: eps, shift: -1}
          - kernel: fused_pass
            threadgroups: [heads, "ceildiv(n, TG)", 1]
            threadgroup: [TG, 2, 1]
        */
        kernel void scores_pass();
        """

    private func point(_ values: [String: Int]) -> DesignPoint {
        DesignPoint(names: values.keys.sorted(), values: values.keys.sorted().map { values[$0] ?? 0 })
    }

    private let environment = LaunchPlan.Environment(
        sizes: ["n": 100, "heads": 3], scalars: ["eps": 0.5], buffers: ["q", "out"])

    @Test("resolves grids, temporaries and arguments for a point")
    func resolve() throws {
        let plan = try LaunchPlan(parsing: kernel, file: "k.metal")
        let resolved = try plan.resolve(in: environment, point: point(["TG": 32, "FUSED": 0]))
        #expect(resolved.temporaries.map { "\($0.name) \($0.type) \($0.count)" } == ["scores f32 300"])
        #expect(resolved.launches.count == 2)
        let first = try #require(resolved.launches.first)
        #expect(first.kernel == "scores_pass")
        #expect(first.threads == Extent3(100, 3, 1))
        #expect(first.threadgroups == Extent3(4, 3, 1))
        #expect(first.threadgroupSize == Extent3(32, 1, 1))
        #expect(first.threadgroupMemory == [0: 128])
        #expect(
            first.arguments == [
                "out": .temporary("scores"), "n": .integer(100), "half_n": .integer(50), "scale": .float(0.1),
                "eps": .float(0.5), "shift": .integer(-1),
            ])
        #expect(resolved.launches.last?.threads == nil)
        #expect(resolved.launches.last?.threadgroups == Extent3(3, 4, 1))
    }

    @Test("leaves out what a point switches off")
    func fused() throws {
        let plan = try LaunchPlan(parsing: kernel, file: "k.metal")
        let resolved = try plan.resolve(in: environment, point: point(["TG": 64, "FUSED": 1]))
        #expect(resolved.temporaries.isEmpty)
        #expect(resolved.launches.map(\.kernel) == ["fused_pass"])
    }

    @Test("that is malformed is refused at the kernel's own lines", arguments: malformed)
    func malformedPlan(text: String, expected: [String]) {
        let error = #expect(throws: DiagnosticError.self) { try LaunchPlan(parsing: text, file: "k.metal") }
        let found = error?.diagnostics.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)" }
        #expect(found == expected)
    }

    private static let malformed: [(String, [String])] = [
        ("int x; // launch-plan", ["1:1 the kernel has no launch plan"]),
        ("char *s = \"/* launch-plan */\";", ["1:1 the kernel has no launch plan"]),
        ("\n  /* launch-plan\nlaunches: []", ["2:3 the launch plan's comment is not closed by '*/'"]),
        ("/* launch-plan */\n/* launch-plan */", ["2:1 the kernel has a second launch plan"]),
        (
            "int x;\n/* launch-plan\nlaunches:\n  - kernel: f\n    thread: [1]\n    threadgroup: [1, 2, 3, 4]\n*/",
            [
                "4:5 a launch needs either 'threads' or 'threadgroups'", "5:5 unknown key 'thread' in a launch",
                "6:18 'threadgroup' must have between 1 and 3 items, not 4",
            ]
        ),
        (
            "/* launch-plan\nlaunches:\n  - kernel: f\n    threads: [n +, 1]\n    threadgroup: ['1 + )']\n*/",
            ["4:18 expression ends too early in 'n +'", "5:24 unexpected ')' in '1 + )'"]
        ),
        (
            "/* launch-plan\ntemporaries:\n  - {name: a, type: f31, count: 1.5}\nlaunches:\n  - {kernel: f, threads: [1], threadgroup: [1], threadgroup_memory: {x: 1}, arguments: {a b: 1}}\n*/",
            [
                "3:21 'type' must be one of 'f16', 'bf16', 'f32', 'f64', 'i8', 'u8', 'i16', 'u16', 'i32', 'u32', 'i64', 'u64', "
                    + "not 'f31'",
                "3:33 'count' must be an integer expression, not '1.5'",
                "5:70 'x' is not the index of a threadgroup buffer",
                "5:89 'a b' is not the name of a kernel parameter",
            ]
        ),
    ]

    @Test("that has no meaning at these sizes is refused", arguments: unresolvable)
    func unresolvablePlan(launch: String, expected: [String]) throws {
        let text = "/* launch-plan\ntemporaries:\n  - {name: none, type: f32, count: 0}\nlaunches:\n  - \(launch)\n*/"
        let plan = try LaunchPlan(parsing: text, file: "k.metal")
        let error = #expect(throws: DiagnosticError.self) {
            try plan.resolve(in: environment, point: point(["TG": 32, "FUSED": 0]))
        }
        let found = error?.diagnostics.map { "\($0.location?.line ?? 0):\($0.location?.column ?? 0) \($0.message)" }
        #expect(found == expected)
    }

    private static let unresolvable: [(String, [String])] = [
        (
            "{kernel: f, threads: [n - 100], threadgroup: [TG]}",
            ["5:27 the number of threads of kernel 'f' along x is 0, from 'n - 100'"]
        ),
        ("{kernel: f, threads: [1], threadgroup: [TGG]}", ["5:45 unknown name 'TGG' in 'TGG'"]),
        ("{kernel: f, threads: [1], threadgroup: [1 + TG / 0]}", ["5:52 division by zero in '1 + TG / 0'"]),
        (
            "{kernel: f, threadgroups: [2000000000, 2000000000, 2000000000], threadgroup: [1]}",
            ["5:14 kernel 'f' is launched with more than 1099511627776 threads"]
        ),
        (
            "{kernel: f, threads: [1], threadgroup: [1], arguments: {a: none, b: nothing, c: ot}}",
            [
                "5:64 kernel 'f' uses temporary 'none', whose count is 0 here",
                "5:73 'nothing' is no buffer, temporary, size or tunable",
                "5:85 'ot' is no buffer, temporary, size or tunable",
            ]
        ),
        (
            "{kernel: f, when: FUSED, threads: [1], threadgroup: [1]}",
            ["5:14 every launch of the plan is switched off by its 'when'"]
        ),
        (
            "{kernel: f, threads: [1], threadgroup: [1], threadgroup_memory: {0: 0 - 4}}",
            ["5:73 threadgroup buffer 0 of kernel 'f' cannot have -4 bytes"]
        ),
    ]

    @Test("survives any text in its comment", arguments: 0..<20)
    func fuzz(seed: Int) {
        var random = TestRandom(seed: UInt64(seed))
        let tokens = [
            "launches:", "\n", "  - ", "kernel: f", "    threads: [n]", "    threadgroup: [1]", "{", "}", "[", ": ",
            ",", "*", "&a",
            "é", "temporaries:", "when: 1", "\"", "'", "#", "\t",
        ]
        for _ in 0..<200 {
            let body = (0..<random.below(24)).map { _ in tokens[random.below(tokens.count)] }.joined()
            guard let plan = try? LaunchPlan(parsing: "/* launch-plan\n\(body)*/", file: "k") else { continue }
            _ = try? plan.resolve(in: environment, point: .empty)
        }
    }
}
