/// One core's history: which threadgroups it held, what their warps did and what memory moved, in core cycles.
package struct CoreTimeline: Sendable {
    /// A time in which a warp did one thing.
    package struct Span: Sendable {
        /// The resident place of the warp.
        package var slot: Int
        /// First cycle.
        package var start: Double
        /// The cycle after the last.
        package var end: Double
        /// What it waited for, or `selected` while it issued.
        package var reason: StallReason
        /// 1-based source line of the instruction that was waiting or issued, 0 where unknown.
        package var line: Int
    }

    /// A threadgroup's stay on the core.
    package struct Stay: Sendable {
        /// Its place in the sample, in the order in which the core took them.
        package var index: Int
        /// Its resident place.
        package var place: Int
        /// First cycle.
        package var start: Double
        /// The cycle after the last.
        package var end: Double
    }

    /// What happened in one interval of cycles.
    package struct Bin: Sendable {
        /// Warps in each state on average, by `StallReason.rawValue`.
        package var warps: [Double]
        /// Bytes that went through the core's port to L2, both ways.
        package var cacheBytes: Double
        /// Bytes read from device memory.
        package var readBytes: Double
        /// Bytes written to device memory.
        package var writtenBytes: Double
    }

    /// Cycles from the first to the last.
    package var cycles: Double
    /// Spans of the first few thousand instructions, in the order in which they were issued.
    package var spans: [Span]
    /// Whether spans were left out because there were too many.
    package var isTruncated: Bool
    /// Stays in the order of their ends.
    package var stays: [Stay]
    /// Whether stays were left out.
    package var isMissingStays: Bool
    /// Cycles of a bin.
    package var binCycles: Double
    /// Everything, from cycle 0 on.
    package var bins: [Bin]

    /// Puts source lines in the place of instructions.
    mutating func name(lines: [Int32]) {
        for index in spans.indices {
            let instruction = spans[index].line
            spans[index].line = lines.indices.contains(instruction) ? Int(lines[instruction]) : 0
        }
    }
}
