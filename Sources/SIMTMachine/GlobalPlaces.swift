/// Where global variables lie.
struct GlobalPlaces: Sendable {
    /// Byte offset of each threadgroup variable in threadgroup memory.
    var threadgroup: [String: Int] = [:]
    /// Byte offset of each other variable in the module segment.
    var module: [String: Int] = [:]

    /// The pointer to a global, or nil where the name is not laid out (a function, for instance).
    func pointer(to name: String) -> UInt64? {
        if let offset = threadgroup[name] {
            return SegmentAddress.pointer(segment: SegmentAddress.threadgroupSegment, offset: offset)
        }
        if let offset = module[name] {
            return SegmentAddress.pointer(segment: SegmentAddress.moduleSegment, offset: offset)
        }
        return nil
    }
}
