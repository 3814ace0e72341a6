import SIMTMachine

/// Says in words what is told beside a verdict.
enum NoticeText {
    /// The words for a notice.
    static func sentence(_ notice: MachineNotice) -> String {
        switch notice {
        case .partialBarrier(let line):
            "some threads of a SIMD group do not reach the barrier on line \(line), which others of the group pass: Metal's "
                + "specification forbids it, Apple's GPUs count whole SIMD groups"
        case .missedBarrier(let line):
            "a SIMD group ends without reaching the barrier on line \(line), which orders no memory: Metal's specification "
                + "forbids it, Apple's GPUs do not wait for groups that have ended"
        case .unfencedBarrier(let lines):
            "lines \(lines.map(String.init).joined(separator: " and ")) access the same threadgroup memory, and the barrier "
                + "in between does not order it: mem_flags::mem_threadgroup does"
        case .textureOutside(let line, let isWrite):
            isWrite
                ? "line \(line) writes outside a texture, which Metal ignores"
                : "line \(line) reads outside a texture, which gives zeros"
        case .absentLanes(let line, let lanes):
            "the mask on line \(line) names \(name(lanes)), which \(lanes.nonzeroBitCount == 1 ? "is" : "are") elsewhere: "
                + "hardware may wait for \(lanes.nonzeroBitCount == 1 ? "it" : "them")"
        }
    }

    /// Lanes as people write them: "lane 3", "lanes 16 to 31", "lanes 1, 3 and 8 to 31".
    private static func name(_ lanes: UInt32) -> String {
        var parts: [String] = []
        var lane = 0
        while lane < 32 {
            guard lanes >> UInt32(lane) & 1 == 1 else {
                lane += 1
                continue
            }
            let first = lane
            while lane < 32, lanes >> UInt32(lane) & 1 == 1 { lane += 1 }
            parts.append(lane - first == 1 ? "\(first)" : "\(first) to \(lane - 1)")
        }
        let last = parts.popLast() ?? ""
        let list = parts.isEmpty ? last : parts.joined(separator: ", ") + " and " + last
        return (lanes.nonzeroBitCount == 1 ? "lane " : "lanes ") + list
    }
}
