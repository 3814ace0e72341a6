import Diagnostics
import Evaluation
import Testing

@Suite struct TaskDefinitionTests {
    @Test("the tasks that ship are read, with counts, rows and weights by size", arguments: ["attention", "matmul"])
    func shipped(name: String) throws {
        let task = try Fixture.task(name)
        #expect(task.name == name)
        for size in task.checkSizes + task.timeSizes + task.holdoutSizes {
            #expect(zip(size.counts, size.rowLengths).allSatisfy { $0 % $1 == 0 })
        }
        if name == "attention" {
            #expect(task.constants == ["head_dim": 128])
            #expect(task.timeSizes.map(\.name) == ["prefill-512", "prefill-2048", "decode-2048", "wide-512"])
            #expect(task.timeSizes[2].counts == [16 * 128, 8 * 2048 * 128, 8 * 2048 * 128, 16 * 128])
        }
    }

    @Test("a folder without a task is said to be none")
    func missing() async throws {
        try await Fixture.withFolder([:]) { folder in
            let error = #expect(throws: DiagnosticError.self) { try TaskDefinition(folder: folder, named: "nowhere") }
            #expect(
                error?.description == """
                    error: there is no task at 'nowhere': 'nowhere/task.yaml' cannot be read
                      = a task is a folder with a file task.yaml; docs/own-task.md explains it
                    """)
        }
    }

    @Test("every mistake of a task file is reported at once, in its place")
    func mistakes() async throws {
        let text = """
            version: 1
            name: broken
            dialect: opencl
            summary: A task with mistakes.
            buffers:
              - {name: x, type: f33, role: input, count: n}
              - {name: y, type: f32, role: input, count: m * n, row: n}
              - {name: n, type: f32, role: output, count: n, row: 3, reference: f}
              - {name: z, type: f32, role: output, count: n + 1.5}
            sizes:
              check: [{name: a, values: {n: 8}}]
              time: [{name: a, weight: 0, values: {n: 16}}]
              holdout: [{name: h, values: {n: 8, m: 2}}]
            tolerance: {rms_fractoin: 1e-4}
            oracle: ../oracle.cpp
            baselines: {naive: naive.metal}
            start: naive.metal
            """
        try await Fixture.withFolder(["task.yaml": text]) { folder in
            let error = #expect(throws: DiagnosticError.self) { try TaskDefinition(folder: folder, named: "broken") }
            #expect(error?.description == Self.mistakesFound)
        }
    }

    /// What a user sees.
    private static let mistakesFound = """
        broken/task.yaml:3:10: error: 'dialect' must be one of 'metal', 'cuda', not 'opencl'
          3 | dialect: opencl
            |          ^

        broken/task.yaml:6:21: error: 'type' must be one of 'f16', 'bf16', 'f32', 'f64', 'i8', 'u8', 'i16', 'u16', \
        'i32', 'u32', 'i64', 'u64', not 'f33'
          6 |   - {name: x, type: f33, role: input, count: n}
            |                     ^
            = did you mean 'f32'?

        broken/task.yaml:7:53: error: an input has no 'row'
          7 |   - {name: y, type: f32, role: input, count: m * n, row: n}
            |                                                     ^

        broken/task.yaml:9:5: error: missing key 'row' in an output
          9 |   - {name: z, type: f32, role: output, count: n + 1.5}
            |     ^
            = the length of the rows that are compared

        broken/task.yaml:9:5: error: missing key 'reference' in an output
          9 |   - {name: z, type: f32, role: output, count: n + 1.5}
            |     ^
            = the oracle's function for a row

        broken/task.yaml:9:47: error: 'count' must be an integer expression, not 'n + 1.5'
          9 |   - {name: z, type: f32, role: output, count: n + 1.5}
            |                                               ^

        broken/task.yaml:12:17: error: size 'a' is given twice
          12 |   time: [{name: a, weight: 0, values: {n: 16}}]
             |                 ^

        broken/task.yaml:12:28: error: 'weight' must be between 1e-06 and 1000000, not 0
          12 |   time: [{name: a, weight: 0, values: {n: 16}}]
             |                            ^

        broken/task.yaml:13:20: error: size 'h' gives m, n, the first size gives n
          13 |   holdout: [{name: h, values: {n: 8, m: 2}}]
             |                    ^

        broken/task.yaml:14:12: error: missing key 'rms_fraction' in 'tolerance'
          14 | tolerance: {rms_fractoin: 1e-4}
             |            ^

        broken/task.yaml:14:13: error: unknown key 'rms_fractoin' in 'tolerance'
          14 | tolerance: {rms_fractoin: 1e-4}
             |             ^
             = did you mean 'rms_fraction'?

        broken/task.yaml:15:9: error: 'oracle' must be a file of the task folder, not '../oracle.cpp'
          15 | oracle: ../oracle.cpp
             |         ^
             = write a relative path without '..'

        broken/task.yaml:16:12: error: missing key 'competent' in 'baselines'
          16 | baselines: {naive: naive.metal}
             |            ^

        broken/task.yaml:16:20: error: there is no text file 'naive.metal' in the task folder
          16 | baselines: {naive: naive.metal}
             |                    ^

        broken/task.yaml:17:8: error: there is no text file 'naive.metal' in the task folder
          17 | start: naive.metal
             |        ^
        """

    @Test("sizes that give a buffer no elements, or rows that do not fit, are mistakes")
    func shapes() async throws {
        let text = """
            version: 1
            name: shapes
            dialect: metal
            summary: Sizes that do not fit.
            buffers:
              - {name: x, type: f32, role: input, count: n - 8}
              - {name: y, type: f32, role: output, count: n, row: 3, reference: f}
            sizes:
              check: [{name: a, values: {n: 8}}]
              time: [{name: b, values: {n: 9}}]
              holdout: [{name: h, values: {n: 9}}]
            tolerance: {rms_fraction: 1e-4}
            oracle: f.txt
            baselines: {naive: f.txt, competent: f.txt}
            start: f.txt
            """
        try await Fixture.withFolder(["task.yaml": text, "f.txt": "f"]) { folder in
            let error = #expect(throws: DiagnosticError.self) { try TaskDefinition(folder: folder, named: "shapes") }
            #expect(error?.description == Self.shapesFound)
        }
    }

    /// What a user sees.
    private static let shapesFound = """
        shapes/task.yaml:6:46: error: buffer 'x' has 0 elements at size 'a'
          6 |   - {name: x, type: f32, role: input, count: n - 8}
            |                                              ^
            = it needs at least 1

        shapes/task.yaml:7:55: error: rows of 3 do not divide the 8 elements of 'y' at size 'a'
          7 |   - {name: y, type: f32, role: output, count: n, row: 3, reference: f}
            |                                                       ^

        shapes/task.yaml:11:20: error: hold-out size 'h' is checked or timed as well
          11 |   holdout: [{name: h, values: {n: 9}}]
             |                    ^
             = a hold-out must be new to the search
        """
}
