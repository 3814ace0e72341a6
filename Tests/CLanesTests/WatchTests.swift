import CLanes
import Testing

/// What checked execution notes is the same on every path, and the same as noting lane by lane.
@Suite struct WatchTests {
    /// Notes about one segment of 64 words.
    private struct Notes: Equatable {
        var writes = [UInt64](repeating: 0, count: 64)
        var reads = [UInt64](repeating: 0, count: 64)
        var others = [UInt64](repeating: 0, count: 64)
        var undefined = [UInt8](repeating: 0, count: 256)
        var found: UInt32 = 0

        /// Notes as some earlier accesses may have left them, about half of them since the last barrier.
        init(_ generator: inout SeededGenerator) {
            for index in 0..<64 {
                writes[index] = Self.mark(&generator, rarely: 8)
                reads[index] = Self.mark(&generator, rarely: 2)
                others[index] = reads[index] >> 32 >= 10 ? Self.mark(&generator, rarely: 2) : 0
                if generator.next() % 16 == 0 { undefined[index * 4] = 0xFF }
            }
        }

        private static func mark(_ generator: inout SeededGenerator, rarely: UInt64) -> UInt64 {
            let stamp = generator.next() % rarely == 0 ? 10 + generator.next() % 3 : generator.next() % 10
            return stamp << 32 | generator.next() % 64 << 22 | 7
        }

        /// Executes `body` with a table of which entry 5 is about these notes.
        mutating func withShadow(_ body: (UnsafePointer<ks_shadow>) -> UInt32) {
            var found: UInt32 = 0
            writes.withUnsafeMutableBufferPointer { writes in
                reads.withUnsafeMutableBufferPointer { reads in
                    others.withUnsafeMutableBufferPointer { others in
                        undefined.withUnsafeMutableBufferPointer { undefined in
                            var table = [ks_shadow](repeating: ks_shadow(), count: 6)
                            table[5] = ks_shadow(
                                writes: writes.baseAddress, reads: reads.baseAddress, others: others.baseAddress,
                                undefined: undefined.baseAddress, floor: 10 << 32, own: 11 << 32, shift: 2)
                            found = body(table)
                        }
                    }
                }
            }
            self.found = found
        }
    }

    /// Addresses of a warp: in any order, one after the other, or all the same.
    private func addresses(_ generator: inout SeededGenerator, pattern: Int32) -> [UInt64] {
        let low = UInt64(5) << 48 + UInt64(1) << 46
        let first = generator.next() % 32
        return (0..<32).map { lane in
            switch UInt32(pattern) {
            case KS_PATTERN_RUN.rawValue: low + 4 * (first + UInt64(lane))
            case KS_PATTERN_SAME.rawValue: low + 4 * first
            default: low + 4 * (generator.next() % 64)
            }
        }
    }

    @Test("loads and stores leave the same notes on every path", arguments: 0..<60)
    func paths(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        let pattern = [KS_PATTERN_SCATTERED, KS_PATTERN_RUN, KS_PATTERN_SAME][seed % 3]
        let mask =
            pattern == KS_PATTERN_SCATTERED && seed % 2 == 1 ? UInt32(truncatingIfNeeded: generator.next()) | 1 : .max
        let places = addresses(&generator, pattern: Int32(pattern.rawValue))
        let access = ks_access(first_component: 0, component_count: 1, byte_count: 4, alignment_mask: 3, words: 1)
        let component = ks_component(offset: 0, byte_count: 4, row: 0)
        let mark: UInt64 = 12 << 32 | 32 << 22 | 99
        let start = Notes(&generator)
        var results: [[Notes]] = []
        for path in 0..<ks_path_count() {
            let helpers = ks_helpers_for(path).pointee
            var (load, store) = (start, start)
            withUnsafePointer(to: access) { access in
                withUnsafePointer(to: component) { component in
                    load.withShadow {
                        helpers.watch_load($0, access, component, places, mask, Int32(pattern.rawValue), mark)
                    }
                    store.withShadow {
                        helpers.watch_store($0, access, component, places, mask, Int32(pattern.rawValue), mark)
                    }
                }
            }
            results.append([load, store])
        }
        for other in results.dropFirst() { #expect(other == results[0]) }
        #expect(results[0][0].found == expected(start, places, mask, mark))
    }

    /// What a load finds, lane by lane.
    private func expected(_ notes: Notes, _ places: [UInt64], _ mask: UInt32, _ mark: UInt64) -> UInt32 {
        var found: UInt32 = 0
        for lane in 0..<32 where mask >> UInt32(lane) & 1 == 1 {
            let word = Int(places[lane] & 0xFFFF) / 4
            let written = notes.writes[word]
            let thread = (mark >> 22 & 0x3FF) + UInt64(lane)
            if written >> 32 >= 10, written >> 32 < 11 || written >> 22 & 0x3FF != thread {
                found |= KS_WATCH_RACE.rawValue
            }
            if notes.undefined[word * 4] != 0 { found |= KS_WATCH_UNDEFINED.rawValue }
        }
        return found
    }

    @Test("private memory moves between rows and lanes, and tells where it is undefined")
    func privateMemory() {
        for path in 0..<ks_path_count() {
            var bytes = [UInt8](repeating: 0, count: 32 * 16)
            var undefined = [UInt8](repeating: 0xFF, count: 32 * 16)
            var row = (0..<32).map { UInt32($0 * 3) }
            let low = UInt64(1) << 48 + UInt64(1) << 46
            let places = (0..<32).map { low + UInt64($0 % 4 * 4) }
            var access = ks_access(first_component: 0, component_count: 1, byte_count: 4, alignment_mask: 3, words: 1)
            var component = ks_component(offset: 0, byte_count: 4, row: 0)
            let move = ks_helpers_for(path).pointee.private_access
            bytes.withUnsafeMutableBufferPointer { bytes in
                undefined.withUnsafeMutableBufferPointer { undefined in
                    var memory = ks_private(
                        bytes: bytes.baseAddress, undefined: undefined.baseAddress, stride: 16, byte_count: 16,
                        low: low)
                    #expect(move(&memory, &access, &component, &row, places, .max, 0) == KS_PRIVATE_UNDEFINED.rawValue)
                    row = (0..<32).map { UInt32($0 * 5) }
                    #expect(move(&memory, &access, &component, &row, places, .max, 1) == KS_PRIVATE_DONE.rawValue)
                    row = [UInt32](repeating: 0, count: 32)
                    #expect(move(&memory, &access, &component, &row, places, 0xFFFF, 0) == KS_PRIVATE_DONE.rawValue)
                    let outside = places.map { $0 + 4 }
                    #expect(move(&memory, &access, &component, &row, outside, .max, 0) == KS_PRIVATE_REFUSED.rawValue)
                    let odd = places.map { $0 + 1 }
                    #expect(move(&memory, &access, &component, &row, odd, 1, 0) == KS_PRIVATE_REFUSED.rawValue)
                }
            }
            let expected: [UInt32] = (0..<32).map { lane in lane < 16 ? lane * 5 : 0 }
            #expect(row == expected)
        }
    }
}
