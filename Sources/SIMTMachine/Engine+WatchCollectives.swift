import CLanes

extension Engine {
    /// Works out which lanes of a collective's result are undefined, before it is executed.
    ///
    /// A lane that reads from an inactive lane gets an undefined value; whether that is a mistake depends on its use.
    func watchCollective(
        _ code: FlatInstruction, _ position: Int32, _ registers: UnsafeMutableRawPointer, _ mask: UInt32,
        _ watch: WarpWatch
    ) {
        guard let operation = WarpOperation(rawValue: code.extra) else { return }
        let given = watch.lanes[Int(code.first >> 7)] & mask
        let target = Int(code.destination >> 7)
        var undefined: UInt32 = 0
        var origin = watch.origins[Int(code.first >> 7)]
        if operation.isShuffle {
            advance(watch)
            watch.order.pointee.exchange = watch.clock.pointee.now
            watch.order.pointee.exchanged = mask
            let operands = watch.lanes[Int(code.second >> 7)] | watch.lanes[Int(code.third >> 7)]
            let lanes = UnsafePointer((registers + Int(code.second)).assumingMemoryBound(to: UInt32.self))
            let controls = UnsafePointer((registers + Int(code.third)).assumingMemoryBound(to: UInt32.self))
            let row = (watch.bits + Int(code.first)).assumingMemoryBound(to: UInt32.self)
            let temporary = scratch.assumingMemoryBound(to: UInt32.self)
            var rest = mask
            while rest != 0 {
                let lane = rest.trailingZeroBitCount
                rest &= rest - 1
                let source = operation.source(of: lane, operand: lanes[lane], control: controls[lane])
                if operands >> UInt32(lane) & 1 == 1 {
                    undefined |= 1 << UInt32(lane)
                    temporary[lane] = .max
                    origin = watch.origins[Int(code.second >> 7)]
                } else if mask >> UInt32(source) & 1 == 0 {
                    undefined |= 1 << UInt32(lane)
                    temporary[lane] = .max
                    origin = UndefinedOrigin(instruction: position, segment: 0).word
                } else if given >> UInt32(source) & 1 == 1 {
                    undefined |= 1 << UInt32(lane)
                    temporary[lane] = row[source]
                }
            }
            if undefined != 0 {
                ks_blend_32(
                    (watch.bits + Int(code.destination)).assumingMemoryBound(to: UInt32.self), temporary, undefined)
            }
        } else if given != 0 {
            undefined = operation.affected(by: given, mask)
            memset(watch.bits + Int(code.destination), undefined, isWide: operation == .ballot)
        }
        watch.lanes[target] = (watch.lanes[target] & ~mask) | undefined
        watch.origins[target] =
            origin == UndefinedOrigin.constant ? UndefinedOrigin(instruction: position, segment: 0).word : origin
    }

    /// Marks every bit of the lanes given as undefined.
    func memset(_ row: UnsafeMutableRawPointer, _ lanes: UInt32, isWide: Bool) {
        var rest = lanes
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest - 1
            if isWide {
                row.storeBytes(of: .max, toByteOffset: lane * 8, as: UInt64.self)
            } else {
                row.storeBytes(of: .max, toByteOffset: lane * 4, as: UInt32.self)
            }
        }
    }

    /// Works out which elements of a matrix product are undefined: those of a row of a, a column of b or an element of c
    /// with an undefined element.
    func watchMatrix(_ matrix: FlatMatrix, _ position: Int32, _ mask: UInt32, _ watch: WarpWatch) {
        switch matrix.shape {
        case .simdgroup: watchMatrix(matrix, SimdgroupTile.self, position, mask, watch)
        case .deep: watchMatrix(matrix, DeepTile.self, position, mask, watch)
        case .shallow: watchMatrix(matrix, ShallowTile.self, position, mask, watch)
        }
    }

    private func watchMatrix<Tile: MatrixTile>(
        _ matrix: FlatMatrix, _ tile: Tile.Type, _ position: Int32, _ mask: UInt32, _ watch: WarpWatch
    ) {
        let rows = matrixRows + Int(matrix.firstRow)
        let leftCount = Tile.rows * Tile.depth / 32
        let rightCount = Tile.depth * 8 / 32
        let sumCount = Tile.rows * 8 / 32
        var undefinedRows: UInt32 = 0
        var undefinedColumns: UInt32 = 0
        var any: UInt32 = 0
        for element in 0..<(leftCount + rightCount) {
            let lanes = watch.lanes[Int(rows[element] >> 7)]
            any |= lanes
            for lane in 0..<32 where lanes >> UInt32(lane) & 1 == 1 {
                if element < leftCount {
                    undefinedRows |= 1 << UInt32(Tile.left(element, lane) / Tile.depth)
                } else {
                    undefinedColumns |= 1 << UInt32(Tile.right(element - leftCount, lane) % 8)
                }
            }
        }
        for element in 0..<sumCount {
            let given = watch.lanes[Int(rows[leftCount + rightCount + element] >> 7)]
            let target = Int(rows[leftCount + rightCount + sumCount + element] >> 7)
            var undefined = given
            if any != 0 {
                for lane in 0..<32 {
                    let place = Tile.sum(element, lane)
                    let isTouched =
                        undefinedRows >> UInt32(place / 8) & 1 == 1 || undefinedColumns >> UInt32(place % 8) & 1 == 1
                    if isTouched { undefined |= 1 << UInt32(lane) }
                }
            }
            watch.lanes[target] = (watch.lanes[target] & ~mask) | (undefined & mask)
            if undefined & mask != 0 {
                memset(watch.bits + target << 7, undefined & mask, isWide: false)
                watch.origins[target] = UndefinedOrigin(instruction: position, segment: 0).word
            }
        }
    }
}
