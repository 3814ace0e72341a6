import Candidates
import Diagnostics
import Testing

@Suite("A design space")
struct DesignSpaceTests {
    private let kernel = """
        // tune: KV_TILE = 16 | 32 | 64
          //tune(choice):VARIANT = 1|0
        // constraint: KV_TILE * (VARIANT + 1) <= head_dim
        // constraint: 64 / VARIANT > 1 || VARIANT == 0
        // attune: X = 1
        int tune = 3; // tune: LATER = 1 | 2
        """

    @Test("is read from the kernel's comments in order")
    func reading() throws {
        let space = try DesignSpace(parsing: kernel, file: "k.metal", constants: ["head_dim": 64])
        #expect(space.parameters.map(\.name) == ["KV_TILE", "VARIANT"])
        #expect(space.parameters.map(\.kind) == [.ordinal, .choice])
        #expect(space.parameters[0].values == [16, 32, 64])
        #expect(space.defaultPoint.description == "KV_TILE=16 VARIANT=1")
        #expect(space.pointCount == 6)
    }

    @Test("enumerates its points lazily and knows the feasible ones; a constraint without a value does not hold")
    func points() throws {
        let space = try DesignSpace(parsing: kernel, file: "k.metal", constants: ["head_dim": 64])
        #expect(
            space.points.map(\.description) == [
                "KV_TILE=16 VARIANT=1", "KV_TILE=16 VARIANT=0", "KV_TILE=32 VARIANT=1", "KV_TILE=32 VARIANT=0",
                "KV_TILE=64 VARIANT=1", "KV_TILE=64 VARIANT=0",
            ])
        #expect(space.feasiblePoints.map(\.description) == ["KV_TILE=16 VARIANT=1", "KV_TILE=32 VARIANT=1"])
        #expect(!space.isFeasible(DesignPoint(names: ["KV_TILE", "VARIANT"], values: [17, 1])))
    }

    @Test("of a kernel that declares nothing has one empty point")
    func empty() throws {
        let space = try DesignSpace(parsing: "kernel void f() {}", file: "k.metal")
        #expect(space == .empty)
        #expect(space.points.map(\.description) == [""])
        #expect(space.isFeasible(.empty))
    }

    @Test(
        "refuses malformed lines with place and reason",
        arguments: [
            ("// tune: A 1 | 2", "k.metal:1:9: error: expected 'NAME = value | value' after '// tune:'"),
            ("\n  // tune: 1A = 1", "k.metal:2:12: error: '1A' is not a name for a tunable"),
            ("// tune: A = 1 | x", "k.metal:1:18: error: 'x' is not an integer value of tunable 'A'"),
            ("// tune: A = 1 |", "k.metal:1:17: error: '' is not an integer value of tunable 'A'"),
            ("// tune: A = 1 | 2 | 1", "k.metal:1:22: error: value 1 of tunable 'A' is listed twice"),
            ("// tune: A = 1\n// tune: A = 2", "k.metal:2:10: error: tunable 'A' is declared twice"),
            ("// tune: n = 1", "k.metal:1:10: error: 'n' is a size of the task and cannot be a tunable"),
            (
                "// tune: TILE = 1\n// constraint: TLE > 1",
                "k.metal:2:16: error: unknown name 'TLE' in constraint 'TLE > 1'"
            ),
            ("// constraint: 1 +* 2", "k.metal:1:19: error: unexpected '*' in '1 +* 2'"),
            ("// constraint: n > 1.5", "k.metal:1:16: error: a constraint must be an integer expression"),
            (
                "#define A 3 // tune: A = 1 | 2",
                "k.metal:1:1: error: a tunable beside a '#define' must have that one value"
            ),
        ])
    func malformed(text: String, first: String) {
        let error = #expect(throws: DiagnosticError.self) {
            try DesignSpace(parsing: text, file: "k.metal", constants: ["n": 4])
        }
        #expect(error?.diagnostics.count == 1)
        #expect(error?.description.split(separator: "\n").first.map(String.init) == first)
    }

    @Test("reports every mistake at once")
    func allMistakes() {
        let error = #expect(throws: DiagnosticError.self) {
            try DesignSpace(parsing: "// tune: A\n// tune: B = y\n// constraint: )", file: "k")
        }
        #expect(error?.diagnostics.map { $0.location?.line } == [1, 2, 3])
    }

    @Test("is limited in size")
    func tooLarge() {
        let values = (0..<64).map(String.init).joined(separator: " | ")
        let text = (0..<8).map { "// tune: P\($0) = \(values)" }.joined(separator: "\n")
        let error = #expect(throws: DiagnosticError.self) { try DesignSpace(parsing: text, file: "k") }
        #expect(error?.diagnostics.first?.message == "the design space is too large")
    }

    @Test("carries a point of another text over to its nearest point")
    func nearest() throws {
        let space = try DesignSpace(parsing: "// tune: A = 8 | 16 | 64\n// tune(choice): B = 2 | 5", file: "k")
        #expect(space.nearestPoint(to: ["A": 50, "B": 4, "C": 1]).description == "A=64 B=2")
        #expect(space.nearestPoint(to: ["A": Int.min, "B": 5]).description == "A=8 B=5")
        #expect(space.nearestPoint(to: [:]) == space.defaultPoint)
    }

    @Test("takes overrides by name and refuses wrong ones")
    func overriding() throws {
        let space = try DesignSpace(parsing: "// tune: TILE = 8 | 16\n// tune: B = 2 | 5", file: "k")
        #expect(try space.point(overriding: ["B": 5]).description == "TILE=8 B=5")
        let error = #expect(throws: DiagnosticError.self) { try space.point(overriding: ["B": 3, "TILES": 8]) }
        #expect(
            error?.description == """
                error: '3' is not a value of tunable 'B'
                  = it takes 2, 5

                error: the kernel has no tunable 'TILES'
                  = did you mean 'TILE'?
                """)
    }

    @Test("survives any text", arguments: 0..<20)
    func fuzz(seed: Int) {
        var random = TestRandom(seed: UInt64(seed))
        let tokens = [
            "// tune:", "// constraint:", "tune(choice):", " A", " = ", "1", " | ", "\n", "\r\n", "#define A 1 ", "//",
            "é", "-", "99999999999999999999", "(", "\u{0}",
        ]
        for _ in 0..<300 {
            let text = (0..<random.below(20)).map { _ in tokens[random.below(tokens.count)] }.joined()
            if let space = try? DesignSpace(parsing: text, file: "f") {
                #expect(space.points.contains(space.defaultPoint))
            }
            _ = Novelty.key(text)
            _ = try? LaunchPlan(parsing: text, file: "f")
        }
    }
}
