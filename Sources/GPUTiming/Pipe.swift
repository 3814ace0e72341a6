/// An execution resource of a core that instructions queue for.
///
/// Every pipe exists once per scheduler, except `memory` and `threadgroup`, whose queues are per scheduler but whose data
/// stages are shared by the core.
package enum Pipe: UInt8, CaseIterable, Sendable, Codable {
    /// The main arithmetic pipe: all cheap arithmetic on Apple, integer and logic on NVIDIA.
    case alu
    /// NVIDIA's single-precision pipe.
    case fma
    /// Half-precision pipe where it is separate.
    case half
    /// Transcendentals, conversions and, on Apple, integer multiplication and shifts (NVIDIA: XU).
    case complex
    /// Double precision.
    case double
    /// Matrix units where they are separate.
    case tensor
    /// Traffic between lanes (NVIDIA: through the MIO queue).
    case shuffle
    /// Branches and barriers.
    case control
    /// Loads, stores and atomics of device memory.
    case memory
    /// Loads, stores and atomics of threadgroup memory.
    case threadgroup
    /// No pipe and no issue slot: folded into another instruction.
    case folded

    /// What a warp that waits for this pipe is said to wait for.
    var throttle: StallReason {
        switch self {
        case .memory: .memoryThrottle
        case .threadgroup, .shuffle: .localThrottle
        case .control: .branch
        default: .mathPipe
        }
    }
}
