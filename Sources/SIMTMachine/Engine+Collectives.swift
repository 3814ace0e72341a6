import CLanes

extension Engine {
    /// Executes a collective over the active lanes of a warp.
    func collective(_ code: FlatInstruction, _ registers: UnsafeMutableRawPointer, _ mask: UInt32) {
        guard let operation = WarpOperation(rawValue: code.extra) else { return }
        let value = UnsafePointer((registers + Int(code.first)).assumingMemoryBound(to: UInt32.self))
        let second = UnsafePointer((registers + Int(code.second)).assumingMemoryBound(to: UInt32.self))
        let third = UnsafePointer((registers + Int(code.third)).assumingMemoryBound(to: UInt32.self))
        let result = (registers + Int(code.destination)).assumingMemoryBound(to: UInt32.self)
        let temporary = scratch.assumingMemoryBound(to: UInt32.self)
        func everyLane(_ bits: UInt32) {
            for lane in 0..<32 { temporary[lane] = bits }
            ks_blend_32(result, temporary, mask)
        }
        func shuffle(_ source: (Int) -> Int) {
            for lane in 0..<32 { temporary[lane] = value[source(lane) & 31] }
            ks_blend_32(result, temporary, mask)
        }
        switch operation {
        case .sumFloat: everyLane(ks_reduce_sum_f32(value, mask))
        case .productFloat: everyLane(ks_reduce_product_f32(value, mask))
        case .minFloat: everyLane(ks_reduce_min_f32(value, mask))
        case .maxFloat: everyLane(ks_reduce_max_f32(value, mask))
        case .sumInt: everyLane(ks_reduce_sum_i32(value, mask))
        case .productInt: everyLane(ks_reduce_product_i32(value, mask))
        case .minSigned: everyLane(ks_reduce_min_i32(value, mask))
        case .maxSigned: everyLane(ks_reduce_max_i32(value, mask))
        case .minUnsigned: everyLane(ks_reduce_min_u32(value, mask))
        case .maxUnsigned: everyLane(ks_reduce_max_u32(value, mask))
        case .andInt: everyLane(ks_reduce_and(value, mask))
        case .orInt: everyLane(ks_reduce_or(value, mask))
        case .xorInt: everyLane(ks_reduce_xor(value, mask))
        case .prefixInclusiveSumFloat: ks_prefix_inclusive_sum_f32(result, value, mask)
        case .prefixExclusiveSumFloat: ks_prefix_exclusive_sum_f32(result, value, mask)
        case .prefixInclusiveProductFloat: ks_prefix_inclusive_product_f32(result, value, mask)
        case .prefixExclusiveProductFloat: ks_prefix_exclusive_product_f32(result, value, mask)
        case .prefixInclusiveSumInt: ks_prefix_inclusive_sum_i32(result, value, mask)
        case .prefixExclusiveSumInt: ks_prefix_exclusive_sum_i32(result, value, mask)
        case .prefixInclusiveProductInt: ks_prefix_inclusive_product_i32(result, value, mask)
        case .prefixExclusiveProductInt: ks_prefix_exclusive_product_i32(result, value, mask)
        case .shuffle, .broadcast: shuffle { Int(second[$0]) }
        case .shuffleXor: shuffle { $0 ^ Int(second[$0] & 31) }
        case .shuffleUp: shuffle { Int(second[$0]) <= $0 ? $0 - Int(second[$0]) : $0 }
        case .shuffleDown: shuffle { Int(second[$0]) <= 31 - $0 ? $0 + Int(second[$0]) : $0 }
        case .broadcastFirst: everyLane(value[mask.trailingZeroBitCount & 31])
        case .cudaShuffleIndex, .cudaShuffleUp, .cudaShuffleDown, .cudaShuffleXor:
            shuffle { CUDAShuffle.source(operation, lane: $0, operand: second[$0], control: third[$0]) }
        case .ballot:
            let wide = (registers + Int(code.destination)).assumingMemoryBound(to: UInt64.self)
            let ballot = truth(value) & mask
            var rest = mask
            while rest != 0 {
                wide[rest.trailingZeroBitCount] = UInt64(ballot)
                rest &= rest - 1
            }
        case .all: everyLane(truth(value) & mask == mask ? 1 : 0)
        case .any: everyLane(truth(value) & mask != 0 ? 1 : 0)
        case .activeMask: everyLane(mask)
        }
    }

    /// The lanes whose value is not zero.
    private func truth(_ row: UnsafePointer<UInt32>) -> UInt32 {
        var bits: UInt32 = 0
        for lane in 0..<32 where row[lane] != 0 { bits |= 1 << UInt32(lane) }
        return bits
    }
}

/// Source lanes of CUDA's `shfl.sync` (PTX ISA, "shfl.sync"): the control word holds a clamp in bits 0…4 and a segment
/// mask in bits 8…12.
enum CUDAShuffle {
    /// The lane that `lane` reads; its own where the source lies outside its segment.
    static func source(_ operation: WarpOperation, lane: Int, operand: UInt32, control: UInt32) -> Int {
        let clamp = Int(control & 31)
        let segment = Int(control >> 8 & 31)
        let distance = Int(operand & 31)
        let highest = (lane & segment) | (clamp & ~segment)
        let lowest = lane & segment
        switch operation {
        case .cudaShuffleUp:
            let source = lane - distance
            return source >= highest ? source : lane
        case .cudaShuffleDown:
            let source = lane + distance
            return source <= highest ? source : lane
        case .cudaShuffleXor:
            let source = lane ^ distance
            return source <= highest ? source : lane
        default:
            let source = lowest | (distance & ~segment)
            return source <= highest ? source : lane
        }
    }
}
