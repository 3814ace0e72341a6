import Candidates
import Evaluation
import Foundation
import GPUTiming
import Testing

@Suite struct OwnTaskTests {
    /// The files that docs/own-task.md has its reader write, by name.
    static func documentedFiles() throws -> [String: String] {
        let page = try String(contentsOf: Fixture.root.appendingPathComponent("docs/own-task.md"), encoding: .utf8)
        var files: [String: String] = [:]
        var open: (name: String, lines: [Substring])?
        for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                if let file = open { files[file.name] = file.lines.joined(separator: "\n") + "\n" }
                open = line.firstRange(of: "file=").map { (String(line[$0.upperBound...]), []) }
            } else {
                open?.lines.append(line)
            }
        }
        return files
    }

    @Test("the page's task is admitted, and its kernels are correct, timed and compared")
    func walkThrough() async throws {
        let files = try Self.documentedFiles()
        #expect(files.keys.sorted() == ["competent.metal", "naive.metal", "oracle.cpp", "task.yaml"])
        try await Fixture.withFolder(files) { folder in
            let task = try TaskDefinition(folder: folder, named: "rmsnorm")
            let evaluator = try await Evaluator(
                admitting: task, on: Fixture.hardware(), compiler: Fixture.compiler(), settings: .init(seed: 5))
            let naive = await evaluator.baseline(.naive)
            let competent = await evaluator.baseline(.competent)
            #expect(naive.times.map(\.size) == ["layer"])
            let speedup = try #require(Evaluator.speedup(of: competent, over: naive))
            #expect(speedup > 3)
            #expect(naive.summaries[0].gpu == "m1-pro")
            for kernel in [task.naive, task.competent] {
                #expect(await evaluator.verifyHoldout(task.candidate(for: kernel)).kind == .correct)
            }
        }
    }

    @Test("a task with a wrong baseline or oracle is refused with the reason")
    func refusals() async throws {
        var files = try Self.documentedFiles()
        let naive = files["naive.metal"] ?? ""
        files["naive.metal"] = naive.replacing("squares / width", with: "squares")
        var found = try await refusal(files)
        #expect(
            found?.hasPrefix(
                "the naive baseline 'naive.metal' of task 'rmsnorm' is not correct on m1-pro (wrong):\n"
                    + "output 'y' is wrong: ") == true)
        files["naive.metal"] = naive
        let oracle = files["oracle.cpp"] ?? ""
        files["oracle.cpp"] = oracle.replacing("long width", with: "long wide").replacing("width", with: "wide")
        found = try await refusal(files)
        #expect(
            found
                == "parameter 'wide' of the oracle's function 'normalized_row' is no input, size or scalar")
        files["oracle.cpp"] = oracle.replacing("normalized_row", with: "row_of_y")
        found = try await refusal(files)
        #expect(found == "'oracle.cpp' has no function 'normalized_row' for output 'y'; it has 'row_of_y'")
        files["oracle.cpp"] = oracle.replacing("x[row * width + i]) * x", with: "x[row * width + i + 1000]) * x")
        found = try await refusal(files)
        #expect(
            found?.hasSuffix(
                "the oracle's function 'normalized_row' failed at size 'odd', line 6: reads element 1000 of 'x', which "
                    + "has 231 elements") == true)
    }

    /// Why a task is refused; nil when it is admitted.
    private func refusal(_ files: [String: String]) async throws -> String? {
        try await Fixture.withFolder(files) { folder in
            do {
                _ = try await Evaluator(
                    admitting: TaskDefinition(folder: folder, named: "rmsnorm"), on: Fixture.hardware(),
                    compiler: Fixture.compiler(), settings: .init(seed: 5))
                return nil
            } catch let refusal as TaskRefusal {
                return refusal.description
            }
        }
    }
}
