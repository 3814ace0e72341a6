/// Positions and sizes of one warp's threads, as far as the threadgroup's size decides them.
struct BuiltinValues {
    let launch: Launch
    /// Threads of this threadgroup.
    let size: GridSize
    /// Number of the warp in its threadgroup.
    let warp: Int

    /// Writes one component for all 32 lanes; lanes beyond the threadgroup get the values they would have.
    func fill(_ builtin: ThreadBuiltin, component: Int, row: UnsafeMutablePointer<UInt32>) {
        for lane in 0..<32 {
            row[lane] = UInt32(truncatingIfNeeded: value(builtin, component: component, lane: lane))
        }
    }

    private func value(_ builtin: ThreadBuiltin, component: Int, lane: Int) -> Int {
        let full = launch.threadsPerThreadgroup
        let index = warp * 32 + lane
        switch builtin {
        // Positions in the grid differ by threadgroup: `Execution.fillBuiltins` adds where it stands.
        case .threadPositionInThreadgroup, .threadPositionInGrid: return size.coordinates(of: index)[component]
        case .threadgroupPositionInGrid: return 0
        case .threadIndexInThreadgroup: return index
        case .threadIndexInSimdgroup: return lane
        case .simdgroupIndexInThreadgroup: return warp
        case .threadIndexInQuadgroup: return lane % 4
        case .quadgroupIndexInThreadgroup: return index / 4
        case .threadsPerThreadgroup: return size[component]
        case .dispatchThreadsPerThreadgroup: return full[component]
        case .threadgroupsPerGrid: return launch.threadgroups[component]
        case .threadsPerGrid:
            return launch.threadsPerGrid.map { $0[component] }
                ?? launch.threadgroups[component] * full[component]
        case .threadsPerSimdgroup: return 32
        case .simdgroupsPerThreadgroup: return (size.count + 31) / 32
        case .quadgroupsPerThreadgroup: return (size.count + 3) / 4
        case .gridOrigin: return 0
        }
    }
}
