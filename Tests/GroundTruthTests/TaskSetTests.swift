import Foundation
import GroundTruth
import Testing

/// Sets of tasks: what the reader makes of them, and what it refuses at which place.
@Suite struct TaskSetTests {
    @Test("launches, grids, swaps and scalars that count come out as described")
    func reading() throws {
        let args = """
            \(TaskFixture.buffer("x")), \(TaskFixture.buffer("y", at: 1)),
            {"index": 2, "scalar": "u32", "name": "n", "value": 7, "step": 2},
            {"index": 3, "scalar": "f32", "name": "f", "value": 1.5}
            """
        let set = try TaskFixture([
            TaskFixture.entry(
                rounds: 3,
                launches: TaskFixture.launch(threads: 70, args: args, repeats: 5, swap: #"["x", "y"]"#) + ","
                    + TaskFixture.launch("other", args: #"{"index": 4, "buffer": "y"}"#))
        ]).read()
        let truthCase = try #require(set.cases.first)
        #expect(set.hasTasks)
        #expect(truthCase.executions(of: 0) == 15)
        #expect(truthCase.executions(of: 1) == 3)
        let launch = truthCase.launches[0]
        #expect(launch.grid == [3, 1, 1])
        #expect(launch.threads == [70, 1, 1])
        #expect(launch.swaps == [["x", "y"]])
        #expect(truthCase.launches[1].threads == nil)
        #expect(truthCase.buffers.map(\.name) == ["x", "y"])
        #expect(truthCase.buffers.map(\.seed) == [0, 1])
        guard case .scalar(let counting) = launch.arguments[2].value else {
            Issue.record("no scalar")
            return
        }
        #expect(counting.bytes(execution: 0) == [7, 0, 0, 0])
        #expect(counting.bytes(execution: 14) == [35, 0, 0, 0])
        #expect(truthCase.file == "t/\(TaskFixture.digest("a")).metal")
    }

    /// Entries with one mistake each, and what is said about it.
    static let mistakes: [(entry: String, message: String)] = [
        (
            TaskFixture.entry(launches: TaskFixture.launch(args: TaskFixture.buffer("y")), more: #", "extra": 1"#),
            "cases.json: [0] has the unknown key 'extra'"
        ),
        (TaskFixture.entry(launches: ""), "cases.json: [0] has no launches"),
        (
            TaskFixture.entry(launches: TaskFixture.launch(args: #"{"index": 0, "buffer": "y"}"#)),
            "cases.json: [0].launches[0].args[0] mentions 'y', which no argument before it describes"
        ),
        (
            TaskFixture.entry(
                launches: TaskFixture.launch(args: TaskFixture.buffer("y") + "," + TaskFixture.buffer("z"))),
            "cases.json: [0].launches[0].args[1] is the second argument with index 0"
        ),
        (
            TaskFixture.entry(
                launches: TaskFixture.launch(
                    args: TaskFixture.buffer("y") + "," + TaskFixture.buffer("z", at: 1, count: 65),
                    swap: #"["y", "z"]"#)),
            "cases.json: [0] swaps 'y', 'z', which are not different buffers of one size"
        ),
        (
            TaskFixture.entry(
                launches: TaskFixture.launch(group: 64, args: TaskFixture.buffer("y"), more: #", "thread_cap": 32"#)),
            "cases.json: [0].launches[0].thread_cap is below the threads of a threadgroup"
        ),
        (
            TaskFixture.entry(
                launches: TaskFixture.launch(
                    args: TaskFixture.buffer("y")
                        + #", {"index": 1, "scalar": "u32", "name": "n", "value": 4294967290, "step": 3}"#,
                    repeats: 3)),
            "cases.json: [0].launches[0].args[1] leaves the range of u32 after 3 executions"
        ),
        (
            TaskFixture.entry(launches: TaskFixture.launch(args: TaskFixture.buffer("y")), outputs: #"["q"]"#),
            "cases.json: [0].outputs[0] names no buffer 'q'"
        ),
        (
            TaskFixture.entry(
                launches: TaskFixture.launch(
                    args: TaskFixture.buffer(
                        "y", contents: #""init": "gaussian", "sigma": 1, "shape": [8, 9]"#))),
            "cases.json: [0].launches[0].args[0] has 64 elements where its shape has 72 in 1 planes"
        ),
        (
            TaskFixture.entry(
                launches: TaskFixture.launch(
                    args: TaskFixture.buffer("y", contents: #""init": "values", "values": "../secret.json""#))),
            "cases.json: [0].launches[0].args[0].values names the file '../secret.json', which is not in the set's folder"
        ),
        (
            TaskFixture.entry(
                launches: TaskFixture.launch(
                    args: TaskFixture.buffer(
                        "y", contents: #""init": "zeros", "shape": [4, 16], "order": "morton""#))),
            "cases.json: [0].launches[0].args[0].order needs a 'shape' whose axes are the same power of two, and no 'planes'"
        ),
        (
            TaskFixture.entry(
                launches: TaskFixture.launch(
                    args: TaskFixture.buffer("y", contents: #""init": "zeros", "zero_lane": [4, 4]"#))),
            "cases.json: [0].launches[0].args[0].zero_lane[1] must be a whole number from 0 to 3"
        ),
    ]

    @Test("a mistake is named with its place", arguments: mistakes)
    func mistake(_ example: (entry: String, message: String)) throws {
        let error = #expect(throws: GroundTruthError.self) { _ = try TaskFixture([example.entry]).read() }
        #expect(error?.description == example.message)
    }

    @Test("all entries with mistakes are named at once, those of the times too")
    func several() throws {
        let good = TaskFixture.entry(launches: TaskFixture.launch(args: TaskFixture.buffer("y")))
        let fixture = try TaskFixture(
            [good, TaskFixture.entry("t/b/1", launches: ""), TaskFixture.entry("t/c/1", task: "../x", launches: "")],
            measured: [("t/a/1", 0)])
        let error = #expect(throws: GroundTruthError.self) { _ = try fixture.read() }
        #expect(
            error?.description == """
                cases.json: [1] has no launches
                cases.json: [2].source.md5 must be 32 hexadecimal digits, and the task a plain word
                measured.json: [0].us must be above 0
                """)
    }

    @Test("a time for a case that is not there is a mistake")
    func stranger() throws {
        let good = TaskFixture.entry(launches: TaskFixture.launch(args: TaskFixture.buffer("y")))
        let fixture = try TaskFixture([good], measured: [("t/z/1", 5)])
        let error = #expect(throws: GroundTruthError.self) { _ = try fixture.read() }
        #expect(error?.description == "measured.json: [0] measures no case of 'cases.json'")
    }
}
