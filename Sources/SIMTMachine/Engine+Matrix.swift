import CLanes

extension Engine {
    /// Executes a matrix product: every lane's elements into whole matrices, the product, and the sums back.
    ///
    /// Each element is summed in order of the depth, `fma(a[r][k], b[k][j], …)` with one rounding a step (integers wrap).
    func multiply(_ matrix: FlatMatrix, _ registers: UnsafeMutableRawPointer, _ mask: UInt32) {
        switch matrix.shape {
        case .simdgroup: multiply(matrix, as: SimdgroupTile.self, registers, mask)
        case .deep: multiply(matrix, as: DeepTile.self, registers, mask)
        case .shallow: multiply(matrix, as: ShallowTile.self, registers, mask)
        }
    }

    @inline(__always)
    private func multiply<Tile: MatrixTile>(
        _ matrix: FlatMatrix, as tile: Tile.Type, _ registers: UnsafeMutableRawPointer, _ mask: UInt32
    ) {
        let rows = matrixRows + Int(matrix.firstRow)
        let leftCount = Tile.rows * Tile.depth / 32
        let rightCount = Tile.depth * 8 / 32
        let sumCount = Tile.rows * 8 / 32
        // After the row for partly active warps: a (at most 256 words), b and c (128 each).
        let left = scratch.assumingMemoryBound(to: UInt32.self) + 64
        let right = left + 256
        let sums = right + 128
        for element in 0..<leftCount {
            let row = widened(rows[element], matrix.format, registers)
            for lane in 0..<32 { left[Tile.left(element, lane)] = row[lane] }
        }
        for element in 0..<rightCount {
            let row = widened(rows[leftCount + element], matrix.format, registers)
            for lane in 0..<32 { right[Tile.right(element, lane)] = row[lane] }
        }
        for element in 0..<sumCount {
            let row = self.row(rows[leftCount + rightCount + element], registers)
            for lane in 0..<32 { sums[Tile.sum(element, lane)] = row[lane] }
        }
        if matrix.format == .integer {
            ks_matrix_multiply_add_i32(sums, left, right, UInt32(Tile.rows), UInt32(Tile.depth))
        } else {
            ks_matrix_multiply_add_f32(sums, left, right, UInt32(Tile.rows), UInt32(Tile.depth))
        }
        let result = scratch.assumingMemoryBound(to: UInt32.self)
        for element in 0..<sumCount {
            for lane in 0..<32 { result[lane] = sums[Tile.sum(element, lane)] }
            ks_blend_32(row(rows[leftCount + rightCount + sumCount + element], registers), result, mask)
        }
    }

    /// A register row of 32-bit lanes.
    @inline(__always)
    private func row(_ offset: Int32, _ registers: UnsafeMutableRawPointer) -> UnsafeMutablePointer<UInt32> {
        (registers + Int(offset)).assumingMemoryBound(to: UInt32.self)
    }

    /// A row of factors as f32 bits (integers stay), in scratch where that changes them.
    @inline(__always)
    private func widened(
        _ offset: Int32, _ format: MatrixOperation.Format, _ registers: UnsafeMutableRawPointer
    ) -> UnsafeMutablePointer<UInt32> {
        let source = row(offset, registers)
        let result = scratch.assumingMemoryBound(to: UInt32.self)
        switch format {
        case .float, .integer: return source
        case .half: ks_lane_function(KS_FPEXT_F16_F32)(result, source, nil, nil)
        case .bfloat: for lane in 0..<32 { result[lane] = source[lane] << 16 }
        // The hardware reads the upper 19 bits.
        case .tf32: for lane in 0..<32 { result[lane] = source[lane] & ~0x1FFF }
        }
        return result
    }
}
