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
        X
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
        X
        """
}
