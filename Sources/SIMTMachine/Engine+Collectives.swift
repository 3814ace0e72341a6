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

    /// Multiplies two 8x8 matrices held two elements a lane and adds a third, in f32 and in the order of the column index.
    ///
    /// Lane l holds row `((l / 4) & 4) + (l / 2) % 4` and the two columns from `((l / 4) & 2) * 2 + (l % 2) * 2` on, which is
    /// what Apple's `thread_elements()` shows.
    func multiply(_ matrix: EngineMatrix, _ registers: UnsafeMutableRawPointer, _ mask: UInt32) {
        let fused = ks_lane_function(KS_FMA_F32)
        // Scratch rows: 0 and 1 the sums, 2 the left factors, 3 and 4 the right ones, 5 and 6 the widened b.
        let rows = scratch.assumingMemoryBound(to: UInt32.self)
        let a = (row(matrix.inputs.0, registers), row(matrix.inputs.1, registers))
        let b = (row(matrix.inputs.2, registers), row(matrix.inputs.3, registers))
        rows.update(from: row(matrix.inputs.4, registers), count: 32)
        (rows + 32).update(from: row(matrix.inputs.5, registers), count: 32)
        for inner in 0..<8 {
            for lane in 0..<32 {
                let place = Self.matrixPlace(lane)
                let left = Self.holder(row: place / 8, column: inner)
                rows[64 + lane] = widen(inner & 1 == 0 ? a.0[left] : a.1[left], matrix.format).bitPattern
                let right = Self.holder(row: inner, column: place % 8)
                rows[96 + lane] = widen(b.0[right], matrix.format).bitPattern
                rows[128 + lane] = widen(b.1[right], matrix.format).bitPattern
            }
            fused(rows, rows + 64, rows + 96, rows)
            fused(rows + 32, rows + 64, rows + 128, rows + 32)
        }
        ks_blend_32(row(matrix.outputs.0, registers), rows, mask)
        ks_blend_32(row(matrix.outputs.1, registers), rows + 32, mask)
    }

    /// A register row of 32-bit lanes.
    private func row(_ offset: Int32, _ registers: UnsafeMutableRawPointer) -> UnsafeMutablePointer<UInt32> {
        (registers + Int(offset)).assumingMemoryBound(to: UInt32.self)
    }

    /// The lane that holds the element at `row` and `column`: the inverse of `matrixPlace`, pairs of columns together.
    private static func holder(row: Int, column: Int) -> Int {
        (row & 4) * 4 + (row & 3) * 2 + (column & 4) * 2 + (column >> 1 & 1)
    }

    /// Row times 8 plus first column of the elements that a lane holds.
    private static func matrixPlace(_ lane: Int) -> Int {
        ((lane / 4 & 4) + lane / 2 % 4) * 8 + (lane / 4 & 2) * 2 + lane % 2 * 2
    }

    /// A matrix element as f32.
    private func widen(_ bits: UInt32, _ format: MatrixOperation.Format) -> Float {
        switch format {
        case .float: Float(bitPattern: bits)
        case .bfloat: Float(bitPattern: bits << 16)
        case .half: HalfBits.widen(UInt16(truncatingIfNeeded: bits))
        }
    }
}

/// f16 to f32 without a Float16 type, which x86-64 macOS lacks.
enum HalfBits {
    /// The value of an f16 bit pattern.
    static func widen(_ bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10) & 31
        let fraction = UInt32(bits & 0x3FF)
        if exponent == 31 { return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13) }
        if exponent == 0 {
            // Subnormal: fraction / 2^24, exact in f32.
            let magnitude = Float(fraction) * Float(bitPattern: 0x3380_0000)
            return sign == 0 ? magnitude : -magnitude
        }
        return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
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
