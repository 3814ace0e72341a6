import Diagnostics
import Foundation
import GPUTiming
import SIMTMachine
import Testing

@Suite("Hardware files")
struct HardwareTests {
    /// The findings of a changed file, as a person reads them.
    private func findings(_ name: String, replacing old: String, with new: String) throws -> String {
        let text = try Shipped.text(name)
        #expect(text.contains(old))
        do {
            _ = try Hardware(yaml: text.replacingOccurrences(of: old, with: new), file: "gpu.yaml")
            return ""
        } catch {
            return error.description
        }
    }

    /// Every shipped GPU with its published single-precision GFLOPS.
    static let published: [(name: String, gigaflops: Double)] = [
        ("a100", 19492), ("h100", 66908), ("h200", 66908), ("m1", 2617), ("m1-max", 10617), ("m1-pro", 5308),
        ("m2", 3579), ("m2-max", 13600), ("m2-pro", 6800), ("m3", 3533), ("m3-max", 14131), ("m3-pro", 6359),
        ("m4", 4040), ("m4-max", 16159), ("m4-pro", 8079), ("rtx-a6000", 38707),
    ]

    @Test("every shipped GPU reads, is named as its file and reaches the published peak", arguments: published)
    func shipped(name: String, gigaflops: Double) throws {
        let gpu = try Shipped.gpu(name)
        #expect(gpu.name == name)
        #expect(gpu.figureCount > 100)
        for operation in OperationClass.allCases where gpu.cost(of: operation)?.pipe != .folded {
            #expect((gpu.cost(of: operation)?.interval ?? 1) > 0)
        }
        let lanes = Double(gpu.core.schedulers * 32) / (gpu.cost(of: .floatFMA)?.interval ?? 1)
        let peak = 2 * lanes * Double(gpu.cores) * gpu.peakClockMHz / 1000
        #expect(abs(peak / gigaflops - 1) < 0.002, "\(peak) GFLOPS, published \(gigaflops)")
    }

    @Test("no file is shipped that the list of GPUs leaves out")
    func complete() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Shipped.folder.path)
        #expect(files.sorted() == Self.published.map { "\($0.name).yaml" }.sorted())
    }

    @Test("the share of estimates is counted from the file")
    func estimates() throws {
        let (m1, m4) = (try Shipped.gpu("m1-pro"), try Shipped.gpu("m4-max"))
        #expect(m1.estimatedShare > 0.1 && m1.estimatedShare < 0.35)
        #expect(m4.estimatedShare > 0.7)
        #expect(m1.label == "m1-pro (\(Int((m1.estimatedShare * 100).rounded())) % of its parameters are estimates)")
    }

    @Test("nanoseconds become cycles of the clock that the chip runs at")
    func units() throws {
        let gpu = try Shipped.gpu("m1-pro")
        #expect(gpu.clockMHz == 778 && gpu.peakClockMHz == 1296)
        #expect(abs(gpu.dram.latency - 342 * 0.778) < 1e-9)
        #expect(abs(gpu.dramBytesPerCycle - 204.8 * 0.9 / 0.778) < 1e-9)
        let other = try Shipped.gpu("h200")
        #expect(other.clockMHz == 1980 && other.peakClockMHz == 1980)
    }

    @Test("an unknown key is refused with the nearest known one")
    func unknownKey() throws {
        #expect(
            try findings("m1-pro", replacing: "  schedulers:", with: "  scheduler:") == """
                gpu.yaml:28:3: error: unknown key 'scheduler' in 'core'
                  28 |   scheduler: {value: 4, unit: count, source: PT}
                     |   ^
                     = did you mean 'schedulers'?

                gpu.yaml:28:3: error: missing figure 'schedulers' in 'core'
                  28 |   scheduler: {value: 4, unit: count, source: PT}
                     |   ^
                """)
    }

    @Test("an impossible figure is refused with the bounds")
    func impossible() throws {
        #expect(
            try findings("m1-pro", replacing: "clock: {value: 1296", with: "clock: {value: 0") == """
                gpu.yaml:23:18: error: figure 'clock' must be between 100 and 10000 MHz, not 0 MHz
                  23 |   clock: {value: 0, unit: MHz, source: PT}
                     |                  ^
                """)
    }

    @Test("no chip runs faster than at its highest clock")
    func running() throws {
        #expect(
            try findings("m1-pro", replacing: "running_clock: {value: 778", with: "running_clock: {value: 1400")
                .contains("error: figure 'running_clock' must be between 100 and 1296 MHz, not 1400 MHz"))
    }

    @Test("a figure without a source that is no estimate is refused")
    func noSource() throws {
        #expect(
            try findings(
                "h200", replacing: "cores: {value: 132, unit: count, source: CARD}",
                with: "cores: {value: 132, unit: count}")
                    == """
                    gpu.yaml:16:10: error: 'cores' has no source
                      16 |   cores: {value: 132, unit: count}
                         |          ^
                         = add 'source: TAG' or, if nobody measured it, 'estimate: true'
                    """)
    }

    @Test("a wrong unit, an unknown source and a missing class are refused")
    func others() throws {
        #expect(
            try findings("h200", replacing: "value: 1980, unit: MHz", with: "value: 1.98, unit: GHz").contains(
                "error: 'clock' cannot be in 'GHz'"))
        #expect(
            try findings("h200", replacing: "count, source: CARD", with: "count, source: CRAD").contains(
                "error: unknown source 'CRAD'"))
        #expect(
            try findings("h200", replacing: "  sin_cos:", with: "  x-sin_cos:").contains(
                "error: missing class 'sin_cos' in the class table"))
    }

    @Test("a subtraction of 64 bits costs what an addition does where the file has no row of its own")
    func subtraction() throws {
        for name in ["h200", "a100", "rtx-a6000"] {
            let gpu = try Shipped.gpu(name)
            let (sum, difference) = (gpu.cost(of: .longAdd), gpu.cost(of: .longSubtract))
            #expect(sum != nil && difference?.interval == sum?.interval && difference?.issues == sum?.issues, "\(name)")
        }
        let apple = try Shipped.gpu("m1-pro")
        let sum = try #require(apple.cost(of: .longAdd))
        #expect(apple.cost(of: .longSubtract)?.issues == 2 * sum.issues)
    }

    @Test("figures that contradict one another are refused")
    func contradiction() throws {
        #expect(
            try findings(
                "h200", replacing: "latency: {value: 684, unit: cycles", with: "latency: {value: 200, unit: cycles"
            )
            .contains("error: the latency of 'dram', 200 cycles, must exceed that of 'l2', 281 cycles"))
        #expect(
            try findings(
                "m1-pro", replacing: "bytes_per_threadgroup: {value: 32768",
                with: "bytes_per_threadgroup: {value: 131072"
            )
            .contains("error: a threadgroup cannot use 131072 bytes of a core's 65536"))
        #expect(
            try findings("h200", replacing: "threads: {value: 2048", with: "threads: {value: 4096")
                .contains("error: 64 warps cannot hold 4096 threads"))
        #expect(
            try findings("m1-pro", replacing: "issue_by_distance:", with: "x-by_distance:")
                .contains("error: 'hold_by_distance' needs 'issue_by_distance'"))
        #expect(
            try findings(
                "h200", replacing: "  address_interval: {value: 4",
                with: "  queue: {value: 4, unit: count, estimate: true}\n  address_interval: {value: 4"
            )
            .contains("error: 'queue' says nothing beside 'backlog': give one of them"))
    }

    @Test("a missing figure and a missing section are refused where they should stand")
    func missing() throws {
        #expect(
            try findings("m2", replacing: "  achieved: {value: 0.89, unit: ratio, source: AVO}  # 91 GB/s\n", with: "")
                .contains("error: missing figure 'achieved' in 'dram'"))
        #expect(
            try findings("a100", replacing: "\nbarrier:\n", with: "\nbarriers:\n")
                .contains("error: missing key 'barrier' in a GPU"))
    }
}
