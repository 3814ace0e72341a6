/// How a 64-bit kernel pointer names memory: a segment in the top 16 bits, a biased byte offset below.
///
/// | bits  | meaning                                        |
/// |-------|------------------------------------------------|
/// | 63…48 | segment number                                 |
/// | 47…0  | byte offset in the segment, plus `bias`        |
///
/// The bias keeps small negative offsets inside their own segment, so that `x[-1]` is reported against `x` and not
/// against its neighbour. Segment 0 is never mapped: a null pointer plus any small offset lands there.
package enum SegmentAddress {
    /// Added to every offset: 2^46 bytes.
    package static let bias: UInt64 = 1 << 46
    /// Mask of the bits that name the segment.
    package static let segmentMask: UInt64 = 0xFFFF << 48
    /// Private (per-thread) arrays.
    package static let privateSegment = 1
    /// Threadgroup (shared) memory.
    package static let threadgroupSegment = 2
    /// Global variables of the module.
    package static let moduleSegment = 3
    /// By-value launch arguments.
    package static let argumentSegment = 4
    /// The first segment number free for buffers.
    package static let firstBufferSegment = 5

    /// The pointer to byte `offset` of `segment`.
    package static func pointer(segment: Int, offset: Int) -> UInt64 {
        (UInt64(segment) << 48) &+ bias &+ UInt64(bitPattern: Int64(offset))
    }

    /// The segment number of a pointer.
    package static func segment(of pointer: UInt64) -> Int { Int(pointer >> 48) }

    /// The signed byte offset of a pointer inside its segment.
    package static func offset(of pointer: UInt64) -> Int { Int(pointer & ~segmentMask) - Int(bias) }
}
