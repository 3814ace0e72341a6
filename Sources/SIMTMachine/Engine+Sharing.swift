import CLanes

extension Engine {
    /// Notes what an access is about to touch while other threads run threadgroups of the same launch.
    ///
    /// - Returns: False where the access is an atomic one to device memory, whose order among threadgroups counts.
    @inline(__always)
    func track(
        _ access: UnsafePointer<ks_access>, _ code: FlatInstruction, _ addresses: UnsafePointer<UInt64>,
        _ mask: UInt32, _ touch: ks_touch, _ failure: inout Failure
    ) -> Bool {
        let segment = SegmentAddress.segment(of: addresses[mask.trailingZeroBitCount])
        guard let tracks, segment < segmentCount, tracks[segment].read != nil else { return true }
        if code.second == FlatInstruction.atomicAccess {
            failure.kind = .alone
            return false
        }
        ks_track_access(tracks, UInt32(segmentCount), access, addresses, mask, touch.rawValue)
        return true
    }
}
