/// One execution of a basic block by a warp.
package struct BlockExecution: Sendable, BitwiseCopyable {
    /// Block index in `TimedProgram.blocks`.
    package let block: UInt32
    /// Lanes that took part, 1 ... 32.
    package let activeLanes: UInt8

    package init(block: UInt32, activeLanes: UInt8) {
        self.block = block
        self.activeLanes = activeLanes
    }
}

/// One executed instruction of a memory class (`globalLoad` … `localStore`), in the order of execution.
package struct AccessRecord: Sendable, BitwiseCopyable {
    /// Number of distinct 32-byte sectors touched; their ids follow in `WarpTrace.sectors` for global classes
    /// (load, store, atomic) and for `constantLoad`; threadgroup and private accesses list none.
    package let sectorCount: UInt16
    /// Threadgroup memory: conflict wavefronts (maximum over the 32 four-byte banks of distinct words, 64-bit accesses
    /// summed over half-warps, 128-bit over quarter-warps, loads over joined ones where lanes share addresses). Global: the
    /// same rule on addresses (L1 data stage), without the joining.
    package let wavefronts: UInt8
    /// Atomics: the largest number of lanes that hit one address, of integers in threadgroup memory one bank. Loads and stores of the module's variables, constants among
    /// them: how many different addresses the lanes have. Loads and stores of threadgroup memory: `groups` and
    /// `savedWavefronts`. Else 1.
    package let multiplicity: UInt8
    /// Lanes that took part, 1 ... 32.
    package let activeLanes: UInt8

    /// Of loads and stores of threadgroup memory the wavefronts that there would be without conflicts, at most 4 for accesses
    /// of up to 16 bytes.
    package var groups: Int { Int(multiplicity & 7) }
    /// Of loads from threadgroup memory the wavefronts more that a chip needs which does not join parts of a warp.
    package var savedWavefronts: Int { Int(multiplicity >> 3) }

    /// Both in one byte.
    static func packed(groups: Int32, saved: Int32) -> UInt8 {
        UInt8(clamping: min(groups, 7) | min(saved, 31) << 3)
    }

    package init(sectorCount: UInt16, wavefronts: UInt8, multiplicity: UInt8, activeLanes: UInt8) {
        self.sectorCount = sectorCount
        self.wavefronts = wavefronts
        self.multiplicity = multiplicity
        self.activeLanes = activeLanes
    }
}

/// Everything one warp (simdgroup) executed, from its first instruction to its return.
///
/// `blocks[i]` issues `TimedProgram.blocks[blocks[i].block]`; each instruction of a memory class in it consumes the next
/// `AccessRecord`, and that record its next `sectorCount` entries of `sectors`. A `barrier` instruction joins all
/// warps of the threadgroup.
package struct WarpTrace: Sendable {
    package var blocks: [BlockExecution] = []
    package var accesses: [AccessRecord] = []
    /// Global sector ids: byte address / 32 in one flat space where buffers do not overlap.
    package var sectors: [UInt32] = []

    package init() {}
}

/// The traces of one threadgroup's warps, in warp order.
package struct ThreadgroupTrace: Sendable {
    /// Linear index of the threadgroup in the grid, x fastest.
    package let threadgroup: Int
    package let warps: [WarpTrace]

    package init(threadgroup: Int, warps: [WarpTrace]) {
        self.threadgroup = threadgroup
        self.warps = warps
    }
}
