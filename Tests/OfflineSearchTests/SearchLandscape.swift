import Candidates
import OfflineSearch
import Testing

/// A design space with a time for every point, shaped like those of real kernels.
struct SearchLandscape: Sendable, CustomTestStringConvertible {
    /// Name for test output.
    let name: String
    /// The `tune` and `constraint` lines.
    let text: String
    /// Time and metrics of a point; nil where the kernel cannot run.
    let evaluate: @Sendable ([String: Int]) -> (time: Double, metrics: [String: Double])?

    /// The name.
    var testDescription: String { name }

    /// The space that the text declares.
    func space() throws -> DesignSpace { try DesignSpace(parsing: text, file: name) }

    /// The evaluation as the search sees it.
    func observation(_ point: DesignPoint) -> Observation {
        guard let result = evaluate(point.dictionary) else {
            return Observation(point: point, outcome: .failure("over-limit"))
        }
        return Observation(point: point, outcome: .time(result.time), metrics: result.metrics)
    }

    /// An attention kernel: a structural switch that makes tiles irrelevant, occupancy steps, register spills.
    static let attention = SearchLandscape(
        name: "attention",
        text: """
            // tune(choice): VARIANT = 0 | 1 | 2
            // tune: ROWS = 1 | 2 | 4 | 8
            // tune: KV_TILE = 32 | 8 | 16 | 64 | 128
            // tune: VEC = 1 | 2 | 4 | 8
            // tune: UNROLL = 1 | 2 | 4 | 8
            // tune(choice): PREFETCH = 0 | 1
            // constraint: ROWS * KV_TILE <= 512
            // constraint: VARIANT == 2 || ROWS < 8
            """
    ) { values in
        func value(_ name: String) -> Double { Double(values[name] ?? 0) }
        let rows = value("ROWS")
        let vector = value("VEC")
        let unroll = value("UNROLL")
        let loads = 1 + 1.2 / vector + 0.15 * max(0, vector - 4)
        let issue = 1 + 0.9 / unroll
        if value("VARIANT") == 0 {
            let time = 9000 * loads * issue
            return (time, ["dram-bandwidth": 0.9, "latency": issue, "occupancy": 0])
        }
        let bytes = value("KV_TILE") * 128 * (1 + value("PREFETCH"))
        guard bytes <= 32768 else { return nil }
        let registers = 24 + rows * vector * 3 + unroll * vector * 2 + (value("VARIANT") == 2 ? rows * 6 : 0)
        guard registers <= 255 else { return nil }
        let spill = registers > 160 ? 1 + (registers - 160) / 60 : 1
        let byMemory = (32768 / max(bytes, 1024)).rounded(.down)
        let byRegisters = 768 / registers
        let groups = max(1, min(byMemory, byRegisters, 12))
        let hidden = min(1, groups * (1 + 0.5 * value("PREFETCH")) * min(unroll, 4) / 12)
        let reuse = value("VARIANT") == 2 ? 1 + 3.2 / rows : 1 + 2.4 / rows.squareRoot()
        let barriers = 1 + 6 / value("KV_TILE")
        let time = 900 * loads * issue * reuse * barriers * spill / hidden * (value("VARIANT") == 2 ? 0.8 : 1)
        return (time, ["dram-bandwidth": reuse * loads, "latency": 1 / hidden, "occupancy": 12 / groups, "alu": issue])
    }

    /// A tiled matrix product: tile and register blocking that must agree, with two limits.
    static let matmul = SearchLandscape(
        name: "matmul",
        text: """
            // tune: BM = 16 | 32 | 64 | 128
            // tune: BN = 16 | 32 | 64 | 128
            // tune: BK = 8 | 16 | 32
            // tune: TM = 1 | 2 | 4 | 8
            // tune: TN = 1 | 2 | 4 | 8
            // tune: VEC = 1 | 2 | 4
            // tune(choice): DOUBLE = 0 | 1
            // constraint: (BM / TM) * (BN / TN) >= 32
            // constraint: (BM / TM) * (BN / TN) <= 1024
            """
    ) { values in
        func value(_ name: String) -> Double { Double(values[name] ?? 0) }
        let threads = value("BM") / value("TM") * value("BN") / value("TN")
        let bytes = (value("BM") + value("BN")) * value("BK") * 4 * (1 + value("DOUBLE"))
        let registers = value("TM") * value("TN") + value("TM") + value("TN") + 20 + 4 * value("VEC")
        guard bytes <= 32768, registers <= 128 else { return nil }
        let groups = max(1, min((65536 / bytes).rounded(.down), (65536 / (registers * threads)).rounded(.down), 16))
        let warps = min(64, groups * threads / 32)
        let parallel = value("TM") * value("TN")
        let hidden = min(1, warps * min(parallel, 16).squareRoot() / 48 * (1 + 0.3 * value("DOUBLE")))
        let compute = 1 + 1 / value("TM") + 1 / value("TN") + 0.5 / value("VEC")
        let memory = 24 * (1 / value("BM") + 1 / value("BN")) * (1 + 0.4 / value("VEC"))
        let conflicts = value("VEC") == 4 && value("TN") < 4 ? 1.5 : 1
        let overhead = 1 + 2 / value("BK")
        let time = 1000 * (max(compute * conflicts, memory) + 0.2 * min(compute, memory)) * overhead / hidden
        return (
            time,
            ["dram-bandwidth": memory, "alu": compute, "latency": 1 / hidden, "threadgroup-bandwidth": conflicts]
        )
    }

    /// A random landscape: main effects, pair interactions, a switch and two cliffs, drawn from `seed`.
    static func random(_ seed: UInt64) -> SearchLandscape {
        var random = SplitMix64(seed: seed)
        let widths = [2, 3, 4, 5, 4, 3, 2]
        let names = ["S", "A", "B", "C", "D", "E", "F"]
        let effects = widths.map { width in (0..<width).map { _ in random.unit() } }
        let pairs = (0..<6).map { _ in (random.below(7), random.below(7), random.unit() * 1.2) }
        let limit = 8 + Double(random.below(4))
        let text = zip(names, widths).map { name, width in
            "// tune\(name == "S" ? "(choice)" : ""): \(name) = "
                + (0..<width).map(String.init).joined(separator: " | ")
        }.joined(separator: "\n")
        return SearchLandscape(name: "random \(seed)", text: text) { values in
            let position = names.map { values[$0] ?? 0 }
            var octaves = 0.0
            for parameter in names.indices {
                // With the switch off, half of the parameters do nothing.
                if position[0] == 0, parameter > 3 { continue }
                octaves += 1.5 * effects[parameter][position[parameter]]
            }
            if position[0] == 0 { octaves += 1 }
            for (left, right, strength) in pairs {
                let first = Double(position[left]) / Double(widths[left] - 1)
                let second = Double(position[right]) / Double(widths[right] - 1)
                octaves += strength * (first - second) * (first - second)
            }
            let load = Double(position[1] + position[2] + position[3] + position[4])
            if load > limit { return nil }
            if load > limit - 2 { octaves += 1.5 }
            var time = 1000.0
            for _ in 0..<Int(octaves * 64) { time *= 1.010_889_286 }
            return (time, [:])
        }
    }
}
