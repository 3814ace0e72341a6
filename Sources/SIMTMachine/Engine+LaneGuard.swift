extension Engine {
    /// Whether a division or shift has a defined result in every active lane.
    ///
    /// Lanes whose operands are undefined are passed over: their result is undefined, and its use is what is reported.
    func guardHolds(
        _ code: FlatInstruction, _ position: Int32, _ registers: UnsafeMutableRawPointer, _ mask: UInt32,
        _ watch: WarpWatch, _ failure: inout Failure
    ) -> Bool {
        let defined = mask & ~(watch.lanes[Int(code.first >> 7)] | watch.lanes[Int(code.second >> 7)])
        let isWide = code.opcode == .lane64
        var rest = defined
        while rest != 0 {
            let lane = rest.trailingZeroBitCount
            rest &= rest - 1
            let left: Int64
            let right: UInt64
            if isWide {
                left = (registers + Int(code.first)).load(fromByteOffset: lane * 8, as: Int64.self)
                right = (registers + Int(code.second)).load(fromByteOffset: lane * 8, as: UInt64.self)
            } else {
                left = Int64((registers + Int(code.first)).load(fromByteOffset: lane * 4, as: Int32.self))
                right = UInt64((registers + Int(code.second)).load(fromByteOffset: lane * 4, as: UInt32.self))
            }
            let kind: FailureKind
            switch LaneGuard(rawValue: code.extra) {
            case .shift:
                if right < (isWide ? 64 : 32) { continue }
                kind = .shift
                failure.byteCount = isWide ? 64 : 32
            case .signedDivision where right == (isWide ? UInt64.max : UInt64(UInt32.max)):
                if left != (isWide ? Int64.min : Int64(Int32.min)) { continue }
                kind = .divisionOverflow
            default:
                if right != 0 { continue }
                kind = .divisionByZero
            }
            failure.kind = kind
            failure.lane = Int32(lane)
            failure.instruction = position
            return false
        }
        return true
    }
}
