import KernelIR

/// The launch arguments that travel as bytes, laid out in the argument segment.
struct ArgumentBytes {
    private let arguments: [KernelArgument]
    private(set) var bytes: [UInt8] = []
    /// Offset of each argument's bytes; 0 for the others.
    private var offsets: [Int] = []

    init(_ arguments: [KernelArgument]) {
        self.arguments = arguments
        for argument in arguments {
            while bytes.count % 16 != 0 { bytes.append(0) }
            offsets.append(bytes.count)
            switch argument {
            case .bytesPointer(let content): bytes += content
            case .texture(let id, let view):
                bytes += view.bytes(address: SegmentAddress.pointer(segment: id.segment, offset: 0))
            default: break
            }
        }
    }

    /// The register values of each parameter, one per scalar; empty for builtins, which differ by lane.
    func values(kernel: LoweredKernel) -> [[UInt64]] {
        zip(arguments, offsets).enumerated().map { index, pair in
            switch pair.0 {
            case .buffer(let id, let byteOffset):
                return [SegmentAddress.pointer(segment: id.segment, offset: byteOffset)]
            case .bytesPointer, .texture:
                return [SegmentAddress.pointer(segment: SegmentAddress.argumentSegment, offset: pair.1)]
            case .threadgroup(let byteOffset):
                let start = (kernel.threadgroupBytes + 15) / 16 * 16
                return [
                    SegmentAddress.pointer(
                        segment: SegmentAddress.threadgroupSegment,
                        offset: (byteOffset == 0 && kernel.threadgroupBytes == 0 ? 0 : start) + byteOffset)
                ]
            case .value(let content):
                let type = index < kernel.parameters.count ? kernel.parameters[index].type : .void
                return (Scalar.flatten(type) ?? []).map { scalar in
                    var bits: UInt64 = 0
                    for byte in 0..<min(8, scalar.byteCount) where scalar.offset + byte < content.count {
                        bits |= UInt64(content[scalar.offset + byte]) << UInt64(8 * byte)
                    }
                    return bits
                }
            case .builtin, .perThread: return []
            }
        }
    }
}
