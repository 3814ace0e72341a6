/// Passes through the banks of an H200's shared memory, one warp and one instruction each, as Nsight Compute counted them
/// (`l1tex__data_pipe_lsu_wavefronts_mem_shared_op_ld.sum` and its fellows), 2026-11-22.
enum CardBanks {
    /// "bytes mask s0 s1 s2 s3 s4: wavefronts and conflicts of a load, of a store": lane l has the address that is the sum
    /// of the strides s, in bytes, of the bits that are set in l. Of 1434 patterns, those in which loads differ from
    /// stores, and some others.
    private static let text = """
        4 ffffffff 16 32 0 128 8: 2 1 2 1
        4 ffffffff 4 0 16 0 32: 1 0 1 0
        4 ffffffff 4 64 0 4 64: 2 1 2 1
        4 ffffffff 4 4 8 32 128: 2 1 2 1
        4 ffffffff 64 128 8 4 0: 2 1 2 1
        4 ffffffff 16 32 16 0 128: 2 1 2 1
        4 ffffffff 4 64 4 0 8: 1 0 1 0
        4 ffffffff 0 128 8 4 64: 2 1 2 1
        4 ffffffff 32 0 0 128 128: 3 2 3 2
        4 ffffffff 0 8 4 64 8: 1 0 1 0
        4 55555555 32 64 4 128 16: 2 1 2 1
        4 cf2ba259 64 0 0 32 128: 2 1 2 1
        4 ff 64 16 0 4 128: 1 0 1 0
        4 ff00ff 0 0 0 0 0: 1 0 1 0
        4 ff00ff 32 4 16 0 4: 1 0 1 0
        4 55555555 64 0 4 0 16: 1 0 1 0
        8 ffffffff 0 256 64 8 0: 2 1 4 2
        8 ffffffff 0 64 16 128 8: 2 1 4 2
        8 ffffffff 0 64 128 0 128: 3 2 4 2
        8 ffffffff 0 64 256 128 0: 4 3 8 6
        8 ffffffff 32 0 0 16 16: 1 0 2 0
        8 ffffffff 0 8 64 16 32: 1 0 2 0
        8 ffffffff 0 8 64 256 16: 2 1 4 2
        8 ffffffff 64 0 64 0 16: 2 1 4 2
        8 ffffffff 64 0 0 16 16: 1 0 2 0
        8 ffffffff 256 0 16 0 64: 2 1 4 2
        8 ffffffff 128 0 128 0 0: 3 2 6 4
        8 ffffffff 8 0 0 8 16: 1 0 2 0
        8 ffffffff 0 16 8 64 0: 1 0 2 0
        8 ffffffff 16 0 64 0 0: 1 0 2 0
        8 ffffffff 16 0 64 0 8: 1 0 2 0
        8 33333333 0 16 32 0 32: 1 0 2 0
        8 55555555 64 128 0 16 128: 3 2 4 2
        8 33333333 8 16 0 0 16: 1 0 2 0
        8 f0f0f0f 0 32 32 32 0: 1 0 2 0
        8 55555555 128 256 256 16 16: 3 2 6 4
        8 f0f0f0f0 0 16 64 128 8: 2 1 4 2
        8 33333333 0 64 128 0 64: 2 1 4 2
        8 33333333 0 32 64 0 0: 1 0 2 0
        8 ff00ff 128 0 0 16 8: 2 1 4 2
        8 ffffffff 256 256 16 0 32: 6 4 6 4
        8 ffffffff 64 256 64 128 256: 10 8 10 8
        8 ffffffff 16 32 128 0 32: 4 2 4 2
        8 ffffffff 16 128 8 128 64: 6 4 6 4
        8 ffffffff 64 32 16 0 0: 2 0 2 0
        8 ffffffff 64 0 32 16 256: 2 1 2 0
        8 ffffffff 32 0 8 0 256: 2 1 2 0
        8 ffffffff 16 32 0 256 8: 4 2 4 2
        8 ffffffff 16 16 16 64 128: 2 0 2 0
        8 ffffffff 16 256 0 32 256: 4 2 4 2
        8 ffff 32 0 32 64 128: 2 1 2 1
        8 ffff0000 128 0 16 128 0: 3 2 3 2
        8 f0f0f0f0 0 32 32 64 32: 2 1 2 0
        8 c2dff0f9 8 8 128 0 0: 4 2 4 2
        8 ff00ff 64 0 32 8 64: 2 1 2 0
        8 ff00ff 8 128 256 0 32: 8 6 8 6
        16 ffffffff 512 0 32 32 16: 4 2 8 4
        16 ffffffff 0 0 64 0 32: 2 0 4 0
        16 ffffffff 0 512 0 0 256: 4 2 8 4
        16 ffffffff 0 0 128 128 256: 6 4 8 4
        16 ffffffff 128 0 32 128 0: 6 4 8 4
        16 ffffffff 0 32 16 16 0: 2 0 4 0
        16 ffffffff 0 0 32 0 0: 2 0 4 0
        16 ffffffff 256 0 512 32 64: 8 6 16 12
        16 ffffffff 0 64 256 0 64: 4 2 8 4
        16 ffffffff 0 16 0 64 0: 2 0 4 0
        16 ffffffff 0 16 64 0 256: 2 0 4 0
        16 ffffffff 0 128 512 512 0: 12 10 16 12
        16 ffffffff 0 256 0 0 512: 4 2 8 4
        16 ffffffff 128 0 0 0 512: 4 2 8 4
        16 ffffffff 16 0 0 32 0: 2 0 4 0
        16 ffffffff 0 0 128 128 128: 6 4 8 4
        16 ffffffff 0 128 0 0 0: 4 2 8 4
        16 ffff 0 64 0 0 256: 1 0 2 0
        16 55555555 16 512 128 32 128: 8 6 16 12
        16 55555555 128 512 512 64 0: 6 4 12 8
        16 f0f0f0f 128 0 128 128 512: 6 4 8 4
        16 274f9dfd 0 256 128 0 128: 8 6 14 10
        16 f0f0f0f 512 0 128 0 64: 4 2 8 4
        16 3c972ba7 0 256 16 0 256: 4 2 7 3
        16 ffffffff 512 16 256 32 256: 16 12 16 12
        16 ffffffff 128 128 64 512 512: 12 8 12 8
        16 ffffffff 32 512 128 32 0: 16 12 16 12
        16 ffffffff 32 0 0 256 0: 4 2 4 0
        16 ffffffff 512 512 512 0 0: 16 12 16 12
        16 ffffffff 64 64 64 0 32: 8 4 8 4
        16 ffffffff 16 128 16 0 16: 8 4 8 4
        16 ffffffff 64 16 64 32 0: 8 4 8 4
        16 ffffffff 128 64 16 16 0: 8 4 8 4
        16 ffffffff 32 0 512 128 32: 8 6 8 4
        16 ffffffff 64 64 0 32 0: 8 4 8 4
        16 55555555 32 64 16 512 256: 4 2 4 0
        16 f0f0f0f0 32 32 128 128 0: 4 0 4 0
        16 55555555 128 0 0 512 512: 4 2 4 0
        16 33333333 16 512 128 256 0: 8 6 8 4
        16 ff 256 256 128 256 256: 6 5 6 5
        """

    /// One pattern.
    struct Pattern {
        /// Bytes of a lane.
        let size: UInt32
        /// Active lanes.
        let mask: UInt32
        /// Of each lane.
        let addresses: [UInt64]
        /// What the card counted.
        let loads, loadConflicts, stores, storeConflicts: Int
    }

    /// The patterns; nil where the text is not as it says.
    static var all: [Pattern]? {
        var patterns: [Pattern] = []
        for line in text.split(separator: "\n") {
            let halves = line.split(separator: ":").map { $0.split(separator: " ") }
            guard halves.count == 2, halves[0].count == 7, let mask = UInt32(halves[0][1], radix: 16),
                let size = UInt32(halves[0][0])
            else { return nil }
            let (strides, counts) = (halves[0].dropFirst(2).compactMap { UInt64($0) }, halves[1].compactMap { Int($0) })
            guard strides.count == 5, counts.count == 4 else { return nil }
            let addresses = (0..<32).map { lane in
                strides.enumerated().reduce(UInt64(0)) { $0 + (lane >> $1.offset & 1 == 1 ? $1.element : 0) }
            }
            patterns.append(
                Pattern(
                    size: size, mask: mask, addresses: addresses, loads: counts[0], loadConflicts: counts[1],
                    stores: counts[2], storeConflicts: counts[3]))
        }
        return patterns
    }
}
