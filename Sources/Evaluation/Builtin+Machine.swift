package import KernelCompiler
package import SIMTMachine

extension Builtin {
    /// What the machine passes for the attribute.
    package var threadBuiltin: ThreadBuiltin {
        switch self {
        case .threadPositionInGrid: .threadPositionInGrid
        case .threadPositionInThreadgroup: .threadPositionInThreadgroup
        case .threadgroupPositionInGrid: .threadgroupPositionInGrid
        case .threadIndexInThreadgroup: .threadIndexInThreadgroup
        case .threadIndexInSimdgroup: .threadIndexInSimdgroup
        case .threadIndexInQuadgroup: .threadIndexInQuadgroup
        case .simdgroupIndexInThreadgroup: .simdgroupIndexInThreadgroup
        case .quadgroupIndexInThreadgroup: .quadgroupIndexInThreadgroup
        case .threadsPerThreadgroup: .threadsPerThreadgroup
        case .dispatchThreadsPerThreadgroup: .dispatchThreadsPerThreadgroup
        case .threadgroupsPerGrid: .threadgroupsPerGrid
        case .threadsPerGrid, .gridSize: .threadsPerGrid
        case .threadsPerSimdgroup, .threadExecutionWidth: .threadsPerSimdgroup
        case .simdgroupsPerThreadgroup, .dispatchSimdgroupsPerThreadgroup: .simdgroupsPerThreadgroup
        case .quadgroupsPerThreadgroup, .dispatchQuadgroupsPerThreadgroup: .quadgroupsPerThreadgroup
        case .gridOrigin: .gridOrigin
        }
    }
}
