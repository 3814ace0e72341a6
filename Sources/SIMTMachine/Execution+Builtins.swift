import CLanes

extension Execution {
    /// Writes the grid positions and sizes that the kernel reads into the register files of the threadgroup's warps.
    ///
    /// Most of them are the same in the next threadgroup of that size and stay where they are.
    func fillBuiltins(warpCount: Int, threadgroup: GridSize, size: GridSize) {
        if size != filledSize { fillFixed(warpCount: warpCount, size: size) }
        let full = launch.threadsPerThreadgroup
        for warp in 0..<warpCount {
            for entry in builtinRows.moving {
                let row = row(entry.row, warp)
                let group = threadgroup[entry.component]
                guard entry.builtin == .threadPositionInGrid else {
                    ks_splat_32(row, UInt32(truncatingIfNeeded: group))
                    continue
                }
                let first = UInt32(truncatingIfNeeded: group &* full[entry.component])
                let local = localPositions + warp * 96 + entry.component * 32
                for lane in 0..<32 { row[lane] = first &+ local[lane] }
            }
            for entry in builtinRows.numbered {
                fill(
                    entry.numbers, from: threadgroup.x * full.x + warp * 32, wide: entry.wide, row: row(entry.row, warp)
                )
            }
        }
    }

    /// Fills the rows that only the size of the threadgroup decides.
    private func fillFixed(warpCount: Int, size: GridSize) {
        filledSize = size
        for warp in 0..<warpCount {
            let values = BuiltinValues(launch: launch, size: size, warp: warp)
            for component in 0..<3 {
                values.fill(
                    .threadPositionInThreadgroup, component: component,
                    row: localPositions + warp * 96 + component * 32)
            }
            for entry in builtinRows.fixed {
                values.fill(entry.builtin, component: entry.component, row: row(entry.row, warp))
            }
        }
    }

    /// A 32-bit row of a warp's register file.
    func row(_ offset: Int32, _ warp: Int) -> UnsafeMutablePointer<UInt32> {
        (registers + warp * kernel.registerBytes + Int(offset)).assumingMemoryBound(to: UInt32.self)
    }

    /// Writes numbers that differ by thread.
    private func fill(_ numbers: [UInt64], from first: Int, wide: Bool, row: UnsafeMutableRawPointer) {
        guard let last = numbers.last else { return }
        for lane in 0..<32 {
            let number = first + lane < numbers.count ? numbers[first + lane] : last
            if wide {
                row.storeBytes(of: number, toByteOffset: lane * 8, as: UInt64.self)
            } else {
                row.storeBytes(of: UInt32(truncatingIfNeeded: number), toByteOffset: lane * 4, as: UInt32.self)
            }
        }
    }
}
