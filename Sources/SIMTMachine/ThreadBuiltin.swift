/// A position or size that a kernel may ask for; three components where it has x, y and z.
package enum ThreadBuiltin: Hashable, Sendable, CaseIterable {
    case threadPositionInGrid
    case threadPositionInThreadgroup
    case threadgroupPositionInGrid
    case threadIndexInThreadgroup
    case threadIndexInSimdgroup
    case simdgroupIndexInThreadgroup
    case threadIndexInQuadgroup
    case quadgroupIndexInThreadgroup
    /// Size of this threadgroup, smaller for a ragged last one.
    case threadsPerThreadgroup
    /// Size of a full threadgroup.
    case dispatchThreadsPerThreadgroup
    case threadgroupsPerGrid
    case threadsPerGrid
    case threadsPerSimdgroup
    case simdgroupsPerThreadgroup
    case quadgroupsPerThreadgroup
    case gridOrigin
}
