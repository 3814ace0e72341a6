import Foundation
import TestSupport
import Testing

@Suite struct ProfileTests {
    /// Runs a command that works in a folder of its own.
    private func inFolder(_ body: (URL) throws -> Void) throws {
        try TemporaryDirectory.with { try body(URL(fileURLWithPath: $0.path)) }
    }

    @Test("a profile begins with the bottleneck, ends with the source, and writes timeline and page")
    func profile() throws {
        try inFolder { folder in
            let (timeline, page) = (folder.appending(path: "t.json"), folder.appending(path: "p.html"))
            let outcome = try Tool.run(
                "profile", "--task", "matmul", "--kernel", "naive", "--timeline", timeline.path, "--html", page.path)
            #expect(outcome.status == 0)
            #expect(outcome.output.hasPrefix("Bottleneck: "))
            #expect(outcome.output.contains("\nstalls  sectors  conflicts  instr   line\n"))
            #expect(try String(contentsOf: timeline, encoding: .utf8).hasPrefix("{\"displayTimeUnit\":\"ns\""))
            #expect(try String(contentsOf: page, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
        }
    }

    @Test("summaries are compared from files and from kernels, the same kernel with itself without a change")
    func compare() throws {
        try inFolder { folder in
            let (naive, competent) = (folder.appending(path: "a.json"), folder.appending(path: "b.json"))
            for (file, kernel) in [(naive, "naive"), (competent, "competent")] {
                let outcome = try Tool.run("profile", "--task", "matmul", "--kernel", kernel, "--json")
                #expect(outcome.status == 0)
                try outcome.output.write(to: file, atomically: true, encoding: .utf8)
            }
            let diff = try Tool.run("diff", naive.path, competent.path)
            #expect(diff.status == 0)
            #expect(diff.output.split(separator: "\n").first?.contains("x faster: ") == true)
            #expect(try Tool.run("diff", naive.path, naive.path).output.hasPrefix("No change: "))
            #expect(try Tool.run("diff", naive.path, competent.path, "--json").output.hasPrefix("{\"after\":"))
            let against = try Tool.run(
                "profile", "--task", "matmul", "--kernel", "competent", "--against", naive.path)
            #expect(against.output.contains("\n\nAgainst \(naive.path): "))
            let text = try String(contentsOf: naive, encoding: .utf8)
            try text.replacingOccurrences(of: "\"version\":2", with: "\"version\":3")
                .write(to: competent, atomically: true, encoding: .utf8)
            let unknown = try Tool.run("diff", naive.path, competent.path)
            #expect(unknown.status == 2)
            #expect(
                unknown.errors
                    == "error: '\(competent.path)' is a trace summary of version 3; this program reads 1 and 2\n")
        }
    }

    @Test("what does not exist is named with what does")
    func mistakes() throws {
        let size = try Tool.run("profile", "--task", "matmul", "--size", "giant")
        #expect(size.status == 2)
        #expect(size.errors.hasPrefix("error: task 'matmul' has no timed size 'giant'; it has "))
        #expect(
            try Tool.run("profile", "--task", "matmul", "--kernel", "none.metal").errors
                == "error: 'none.metal' cannot be read\n")
        #expect(try Tool.run("diff", "none.json", "none.json").errors == "error: 'none.json' cannot be read\n")
        try inFolder { folder in
            let file = folder.appending(path: "x.json")
            try "[]".write(to: file, atomically: true, encoding: .utf8)
            let outcome = try Tool.run("diff", file.path, file.path)
            #expect(outcome.status == 2)
            #expect(
                outcome.errors
                    == "error: '\(file.path)' is no trace summary; 'kernelswarm profile --json' writes one\n")
        }
    }

    @Test("a kernel that does not compile ends with the verdict")
    func rejected() throws {
        try inFolder { folder in
            let file = folder.appending(path: "k.metal")
            try "kernel void broken(".write(to: file, atomically: true, encoding: .utf8)
            let outcome = try Tool.run("profile", "--task", "matmul", "--kernel", file.path)
            #expect(outcome.status == 1)
            #expect(outcome.output.hasPrefix("verdict: "))
        }
    }
}
