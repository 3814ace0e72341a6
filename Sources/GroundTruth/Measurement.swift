/// What the card did with one case.
package struct Measurement: Sendable {
    /// Name of the case.
    package let name: String
    /// Microseconds with cold caches, event floor included; nil where it failed.
    package let cold: Double?
    /// Microseconds right after the same launch; nil where it failed.
    package let warm: Double?
    /// Registers per thread that the vendor's compiler took.
    package let registers: Int
    /// Threadgroups that fit a core, the grid left aside.
    package let residents: Int
    /// Elements of output buffers after one launch on fresh inputs.
    package let outputs: [Output]

    /// Elements of one output buffer.
    package struct Output: Sendable {
        /// Name of the buffer.
        package let buffer: String
        /// Index and value of each recorded element.
        package let samples: [(index: Int, value: Double)]
    }

    /// Microseconds at a clock.
    package func time(_ clock: Clock) -> Double? { clock == .cold ? cold : warm }
}

/// Which of the measured times is meant.
package enum Clock: String, Sendable, CaseIterable {
    case cold, warm
}

extension Measurement {
    /// The keys of an entry; those of times and attributes that nothing here uses are known but not read.
    private static let keys: Set<String> = [
        "name", "family", "kernel", "grid", "block", "compiler", "compile_s", "attributes", "outputs", "check",
        "warm_us", "cold_us", "graph_us", "graph_launches", "sm_clock_mhz", "cold_gbps", "warm_gflops", "status",
        "wall_s", "error",
    ]

    /// Reads one entry of `measured.json`.
    init(_ node: JSONNode) throws(GroundTruthError) {
        _ = try node.members(known: Self.keys)
        name = try node.member("name").string()
        guard try node.member("status").string() == "ok" else {
            (cold, warm, registers, residents, outputs) = (nil, nil, 0, 0, [])
            return
        }
        cold = try node.member("cold_us").member("median").number()
        warm = try node.member("warm_us").member("median").number()
        let attributes = try node.member("attributes")
        registers = try attributes.member("registers_per_thread").integer(in: 0...255)
        residents = try attributes.member("max_active_blocks_per_sm").integer(in: 0...1024)
        var outputs: [Output] = []
        for output in try node.member("outputs").elements() {
            var samples: [(index: Int, value: Double)] = []
            for sample in try output.member("samples").elements() {
                let pair = try sample.elements()
                guard pair.count == 2 else { throw sample.error("must be index and value") }
                samples.append((try pair[0].integer(in: 0...(1 << 32)), try pair[1].number()))
            }
            outputs.append(Output(buffer: try output.member("buffer").string(), samples: samples))
        }
        self.outputs = outputs
    }
}

extension Measurement {
    /// Reads one entry of a set of tasks, which has the whole case's time only.
    init(task node: JSONNode) throws(GroundTruthError) {
        _ = try node.members(known: ["name", "task", "size_label", "us", "runs"])
        name = try node.member("name").string()
        let time = try node.member("us")
        let microseconds = try time.number()
        guard microseconds > 0 else { throw time.error("must be above 0") }
        cold = microseconds
        (warm, registers, residents, outputs) = (nil, 0, 0, [])
    }
}
