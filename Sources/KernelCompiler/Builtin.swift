/// A kernel attribute that names a place in the grid or a size of it; raw values are Metal's spellings.
package enum Builtin: String, Sendable, Hashable, CaseIterable {
    case threadPositionInGrid = "thread_position_in_grid"
    case threadPositionInThreadgroup = "thread_position_in_threadgroup"
    case threadgroupPositionInGrid = "threadgroup_position_in_grid"
    case threadIndexInThreadgroup = "thread_index_in_threadgroup"
    case threadIndexInSimdgroup = "thread_index_in_simdgroup"
    case threadIndexInQuadgroup = "thread_index_in_quadgroup"
    case simdgroupIndexInThreadgroup = "simdgroup_index_in_threadgroup"
    case quadgroupIndexInThreadgroup = "quadgroup_index_in_threadgroup"
    case threadsPerThreadgroup = "threads_per_threadgroup"
    case threadgroupsPerGrid = "threadgroups_per_grid"
    case threadsPerGrid = "threads_per_grid"
    case threadsPerSimdgroup = "threads_per_simdgroup"
    case threadExecutionWidth = "thread_execution_width"
    case simdgroupsPerThreadgroup = "simdgroups_per_threadgroup"
    case quadgroupsPerThreadgroup = "quadgroups_per_threadgroup"
    case dispatchThreadsPerThreadgroup = "dispatch_threads_per_threadgroup"
    case dispatchSimdgroupsPerThreadgroup = "dispatch_simdgroups_per_threadgroup"
    case dispatchQuadgroupsPerThreadgroup = "dispatch_quadgroups_per_threadgroup"
    case gridOrigin = "grid_origin"
    case gridSize = "grid_size"

    /// Has one component per axis of the grid, rather than being a plain number.
    package var hasAxes: Bool {
        switch self {
        case .threadPositionInGrid, .threadPositionInThreadgroup, .threadgroupPositionInGrid, .threadsPerThreadgroup,
            .threadgroupsPerGrid, .threadsPerGrid, .dispatchThreadsPerThreadgroup, .gridOrigin, .gridSize:
            true
        default: false
        }
    }
}
