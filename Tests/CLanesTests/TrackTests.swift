import CLanes
import Testing

/// What two threads note of the accesses to one buffer, against sets of bytes.
@Suite struct TrackTests {
    /// One thread's notes, and the same as sets of granules.
    private final class Notes {
        let owned: [UnsafeMutablePointer<UInt8>]
        var track: ks_track
        var read: Set<UInt64> = []
        var written: Set<UInt64> = []

        init(_ shared: ks_track, shift: UInt32) {
            let byteCount = Int(shared.byte_count)
            let sizes = [(byteCount >> Int(shift)) / 8 + 24, (byteCount >> Int(shift)) / 8 + 24, byteCount / 4096 + 2]
            owned = sizes.map { size in
                let room = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
                room.initialize(repeating: 0, count: size)
                return room
            }
            track = shared
            (track.read, track.written, track.touched_pages) = (owned[0], owned[1], owned[2])
            track.shift = shift
        }

        deinit { for room in owned { room.deallocate() } }

        /// Whether this one has written what the other has touched, or the other way round.
        func meets(_ other: Notes) -> Bool {
            !written.isDisjoint(with: other.read.union(other.written)) || !other.written.isDisjoint(with: read)
        }
    }

    /// The first byte of the first segment.
    private static let low = UInt64(1) << UInt64(KS_SEGMENT_BIAS_SHIFT)

    @Test("granules that two threads share are found, and no others", arguments: [UInt32(0), 1, 2, 3, 4])
    func conflicts(shift: UInt32) {
        var generator = SeededGenerator(seed: UInt64(shift) + 11)
        let byteCount = 3 * 4096 + 40
        func room(_ count: Int) -> UnsafeMutablePointer<UInt8> {
            let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
            bytes.initialize(repeating: 0, count: count)
            return bytes
        }
        var outcomes: Set<Bool> = []
        for round in 0..<300 {
            let (bytes, saved, pages, patterns) = (room(byteCount), room(byteCount), room(8), room(128))
            defer { for owned in [bytes, saved, pages, patterns] { owned.deallocate() } }
            let before = (0..<byteCount).map { UInt8(truncatingIfNeeded: round % 2 == 0 ? 7 : $0 &* 31) }
            for (index, byte) in before.enumerated() { bytes[index] = byte }
            var shared = ks_track()
            shared.bytes = bytes
            shared.saved = saved
            shared.pages = pages
            shared.patterns = UnsafeMutableRawPointer(patterns).bindMemory(to: UInt64.self, capacity: 16)
            shared.byte_count = UInt64(byteCount)
            let threads = [Notes(shared, shift: shift), Notes(shared, shift: shift)]
            for (number, thread) in threads.enumerated() {
                for _ in 0..<1 + round % 3 {
                    let size = UInt64(1) << (generator.next() % 5)
                    var access = ks_access()
                    access.byte_count = UInt32(size)
                    let start = generator.next() % UInt64(byteCount - 32 * 16) / size * size
                    let addresses: [UInt64]
                    switch generator.next() % 3 {
                    case 0: addresses = (0..<32).map { Self.low + start + $0 * size }
                    case 1: addresses = [UInt64](repeating: Self.low + start, count: 32)
                    default:
                        addresses = (0..<32).map { _ in
                            Self.low + generator.next() % UInt64(byteCount - 16) / size * size
                        }
                    }
                    let mask = generator.next() % 2 == 0 ? UInt32.max : UInt32(truncatingIfNeeded: generator.next()) | 1
                    let isStore = generator.next() % 2 == 0
                    let touch = isStore ? KS_TOUCH_WRITTEN : KS_TOUCH_READ
                    ks_track_access(&thread.track, 1, &access, addresses, mask, touch.rawValue)
                    for lane in 0..<32 where mask >> UInt32(lane) & 1 == 1 {
                        let offset = addresses[lane] - Self.low
                        let granules = (offset >> UInt64(shift))...((offset + size - 1) >> UInt64(shift))
                        if isStore { thread.written.formUnion(granules) } else { thread.read.formUnion(granules) }
                        if isStore { for place in offset..<offset + size { bytes[Int(place)] = UInt8(100 + number) } }
                    }
                }
            }
            let meets = threads[0].meets(threads[1])
            outcomes.insert(meets)
            #expect((ks_track_conflict(&threads[0].track, &threads[1].track) != 0) == meets)
            #expect((ks_track_conflict(&threads[1].track, &threads[0].track) != 0) == meets)
            ks_track_restore(&threads[0].track)
            #expect((0..<byteCount).allSatisfy { bytes[$0] == before[$0] })
        }
        #expect(outcomes.count == 2)
    }
}
