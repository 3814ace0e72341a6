import Evaluation
import Foundation
import GPUTiming
import Profiling
import SIMTMachine
import Testing

/// The forms of a profile, of a kernel whose text is hostile.
@Suite struct ReportTests {
    /// A text that tries to leave every place it is put in.
    private static let hostile = """
        </pre></td><script>alert(1)</script><img src=x onerror="alert(2)">
        x\u{1B}[2J \u{202E} "]},{"evil":[
        kernel
        load
        add
        """

    /// A report of a launch that executes lines 4 and 5.
    private func report(diff: Bool = false) throws -> ProfileReport {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "configs/gpus/m1-pro.yaml")
        let gpu = try Hardware(yaml: String(contentsOf: folder, encoding: .utf8), file: "m1-pro.yaml")
        let load = TimedInstruction(
            operation: .globalLoad, destination: 0, sources: (-1, -1, -1, -1), bytesPerLane: 4, uniform: false, line: 4)
        let add = TimedInstruction(
            operation: .floatAdd, destination: 1, sources: (0, 1, -1, -1), bytesPerLane: 0, uniform: false, line: 5)
        let program = TimedProgram(
            blocks: [[load, add]], registerCount: 2, registerPressure: 8, threadgroupBytes: 0, privateBytes: 0)
        var model = try GridModel(
            hardware: gpu, program: program, shape: LaunchShape(threadgroups: 64, threadsPerThreadgroup: 128))
        model.recordsTimeline = true
        let plan = model.samplePlan(seed: 1) { _ in 1 }
        model.begin(plan)
        for run in plan.runs {
            try model.add(run: run.map { ThreadgroupTrace(threadgroup: $0, warps: (0..<4).map(warp($0))) })
        }
        let time = model.launchTime()
        let summary = TraceSummary([time], on: gpu, size: "<s>", lineLimit: .max)
        return ProfileReport(
            title: "<b>kernel</b>", point: "A=1", source: Self.hostile, hardware: gpu,
            profile: KernelProfile(summary: summary, launches: [time], kernels: ["k<i>"], isCompared: true),
            diff: diff ? SummaryDiff(summary, summary) : nil)
    }

    /// A warp of a threadgroup that executes the block forty times.
    private func warp(_ threadgroup: Int) -> (Int) -> WarpTrace {
        { warp in
            var trace = WarpTrace()
            for round in 0..<40 {
                trace.blocks.append(BlockExecution(block: 0, activeLanes: 32))
                trace.accesses.append(AccessRecord(sectorCount: 4, wavefronts: 1, multiplicity: 1, activeLanes: 32))
                let first = UInt32(((threadgroup * 4 + warp) * 40 + round) * 4)
                trace.sectors += (0..<4).map { first + $0 }
            }
            return trace
        }
    }

    @Test("the page stands alone: no script, nothing fetched, every text escaped")
    func page() throws {
        let html = ProfilePage.html(of: try report(diff: true))
        #expect(html.contains("default-src 'none'; style-src 'unsafe-inline'"))
        for forbidden in ["<script", "<img", "http:", "https:", "url(", "@import", "javascript:", "\u{1B}", "\u{202E}"]
        {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(html.contains("<h1>&lt;b&gt;kernel&lt;/b&gt;</h1>"))
        #expect(html.contains("Occupancy: k&lt;i&gt;"))
        #expect(html.contains("No change: ") && html.contains("\nBottleneck: still "))
    }

    @Test("the page has roofline, stall stack, occupancy and source, each with a name for those who do not see it")
    func parts() throws {
        let html = ProfilePage.html(of: try report())
        #expect(html.contains("aria-label=\"Roofline: "))
        #expect(html.contains("aria-label=\"Stalled warp time: "))
        #expect(html.contains("aria-label=\"Resident warps of one core by state: "))
        #expect(html.contains("aria-label=\"Annotated source\""))
        #expect(html.contains("<tr id=\"line-4\"><td class=\"num heat"))
        #expect(html.contains("<tr id=\"line-3\"><td class=\"num\"></td>"))
        #expect(html.contains("prefers-color-scheme: dark") && html.contains("max-width: 600px"))
        for tag in ["section", "table", "svg", "div", "ul", "ol", "details", "tr", "td"] {
            let opened = html.components(separatedBy: "<\(tag)>").count + html.components(separatedBy: "<\(tag) ").count
            #expect(opened - 1 == html.components(separatedBy: "</\(tag)>").count, "\(tag)")
        }
    }

    @Test("the timeline is JSON in Chrome's format with threadgroups, warp states and memory over time")
    func timeline() throws {
        let text = TimelineDocument.json(of: try report())
        let object = try #require(
            JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let events = try #require(object["traceEvents"] as? [[String: Any]])
        func named(_ name: String) -> [[String: Any]] { events.filter { $0["name"] as? String == name } }
        #expect(named("threadgroup 0").count == 1)
        #expect(named("device memory latency").allSatisfy { ($0["args"] as? [String: Int])?["line"] == 5 })
        #expect(!named("device memory latency").isEmpty && !named("issuing").isEmpty)
        #expect(named("warps by state").count == named("bytes per cycle").count)
        let process = try #require(named("process_name").first?["args"] as? [String: String])
        #expect(process["name"] == "launch 1: k<i>, one core of 16")
        #expect((object["otherData"] as? [String: Any])?["launches_left_out"] as? Int == 0)
    }

    @Test("the annotated text shows the lines that cost something, and no control character")
    func annotated() throws {
        let text = try report().annotated.text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[0] == "stalls  sectors  conflicts  instr   line")
        #expect(lines[1].hasSuffix("… 1 lines without cost"))
        #expect(lines.contains { $0.contains("100 %") && $0.hasSuffix("      4 load") })
        #expect(lines.contains { $0.hasSuffix("      5 add") })
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    }
}
