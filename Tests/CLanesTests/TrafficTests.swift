import CLanes
import Testing

/// Sector, bank and multiplicity counts against plain ones.
@Suite struct TrafficTests {
    /// Address rows as kernels make them, and random ones with repetitions.
    static func addressRows(_ generator: inout SeededGenerator) -> [[UInt64]] {
        let lanes = UInt64(0)..<32
        return [
            lanes.map { 0x1000 + 4 * $0 }, lanes.map { 0x1000 + 8 * $0 }, lanes.map { 0x1000 + 16 * $0 },
            lanes.map { 0x101c + 4 * $0 }, lanes.map { _ in 0x1044 }, lanes.map { 0x1000 + 128 * $0 },
            lanes.map { 0x1000 + 132 * $0 }, lanes.map { 0x9000 - 4 * $0 }, lanes.map { 0x1000 + 4 * ($0 / 8) },
            lanes.map { 0x1000 + 2 * $0 }, lanes.map { $0 % 2 == 0 ? 0x1000 : 0x2000 },
            lanes.map { _ in 0x1000 + generator.next() % 256 }, lanes.map { _ in generator.next() % 0x10000 },
            lanes.map { _ in 0x1000 + 4 * (generator.next() % 64) },
        ]
    }

    @Test("sectors are distinct and in order of first appearance", arguments: MemoryTests.paths)
    func sectors(_ path: Int32) {
        let helpers = ks_helpers_for(path).pointee
        var generator = SeededGenerator(seed: 1)
        for size in [1, 2, 4, 8, 12, 16, 32, 64] as [UInt64] {
            for addresses in Self.addressRows(&generator) {
                for mask in MemoryTests.masks {
                    var expected: [UInt32] = []
                    for lane in 0..<32 where MemoryTests.active(mask, lane) {
                        let start = addresses[lane] + 0x4_0010
                        for sector in start >> 5...(start + size - 1) >> 5 where !expected.contains(UInt32(sector)) {
                            expected.append(UInt32(sector))
                        }
                    }
                    var found = [UInt32](repeating: 0, count: Int(KS_SECTORS_CAPACITY))
                    let count = Int(helpers.sectors(addresses, mask, UInt32(size), 0x4_0010, &found))
                    #expect(Array(found.prefix(count)) == expected, "\(size) bytes, mask \(mask)")
                }
            }
        }
    }

    @Test("bank passes count the busiest bank's distinct words, group by group", arguments: MemoryTests.paths)
    func banks(_ path: Int32) {
        let helpers = ks_helpers_for(path).pointee
        var generator = SeededGenerator(seed: 2)
        for size in [1, 2, 4, 8, 16] as [UInt64] {
            let lanes = size <= 4 ? 32 : size == 8 ? 16 : 8
            for addresses in Self.addressRows(&generator) {
                for mask in MemoryTests.masks {
                    var expected = 0
                    for start in stride(from: 0, to: 32, by: lanes) {
                        var words: Set<UInt64> = []
                        for lane in start..<start + lanes where MemoryTests.active(mask, lane) {
                            words.formUnion(addresses[lane] >> 2...(addresses[lane] + size - 1) >> 2)
                        }
                        expected += (0..<32).map { bank in words.count { $0 % 32 == bank } }.max() ?? 0
                    }
                    var (groups, saved): (Int32, Int32) = (0, 0)
                    let found = helpers.bank_wavefronts(addresses, mask, UInt32(size), 0, &groups, &saved)
                    #expect(saved == 0)
                    #expect(Int(found) == expected, "\(size) bytes, mask \(mask)")
                    let active = stride(from: 0, to: 32, by: lanes).count { start in
                        (start..<start + lanes).contains { MemoryTests.active(mask, $0) }
                    }
                    #expect(Int(groups) == active)
                }
            }
        }
    }

    @Test("loads and stores take the passes that a card counted", arguments: MemoryTests.paths)
    func card(_ path: Int32) throws {
        let helpers = ks_helpers_for(path).pointee
        let patterns = try #require(CardBanks.all)
        #expect(patterns.count { $0.loads < $0.stores } >= 48)
        for pattern in patterns {
            var (groups, saved): (Int32, Int32) = (0, 0)
            let loads = Int(helpers.bank_wavefronts(pattern.addresses, pattern.mask, pattern.size, 1, &groups, &saved))
            let difference = pattern.stores - pattern.loads
            #expect(Int(saved) == difference)
            #expect(loads == pattern.loads)
            #expect(loads - Int(groups) == pattern.loadConflicts)
            let stores = Int(helpers.bank_wavefronts(pattern.addresses, pattern.mask, pattern.size, 0, &groups, &saved))
            #expect(stores == pattern.stores)
            #expect(stores - Int(groups) == pattern.storeConflicts)
        }
    }

    @Test("known patterns cost what the hardware manuals say")
    func known() {
        let row = (UInt64(0)..<32).map { 4 * $0 }, column = (UInt64(0)..<32).map { 128 * $0 }
        let padded = (UInt64(0)..<32).map { 132 * $0 }, vectors = (UInt64(0)..<32).map { 16 * $0 }
        func passes(_ addresses: [UInt64], _ mask: UInt32, _ size: UInt32) -> Int32 {
            var (groups, saved): (Int32, Int32) = (0, 0)
            return ks_bank_wavefronts(addresses, mask, size, 0, &groups, &saved)
        }
        #expect(passes(row, .max, 4) == 1)
        #expect(passes(column, .max, 4) == 32)
        #expect(passes(padded, .max, 4) == 1)
        #expect(passes(vectors, .max, 16) == 4)
        #expect(passes(row, 0, 4) == 0)
        var out = [UInt32](repeating: 0, count: Int(KS_SECTORS_CAPACITY))
        #expect(ks_sectors(row, .max, 4, 0, &out) == 4)
        #expect(ks_sectors(column, .max, 4, 0, &out) == 32)
        #expect(ks_sectors(vectors, .max, 16, 0, &out) == 16)
        #expect(ks_sectors(row, 0, 4, 0, &out) == 0)
    }

    @Test("multiplicity is the largest group of equal addresses", arguments: MemoryTests.paths)
    func multiplicity(_ path: Int32) {
        let helpers = ks_helpers_for(path).pointee
        var generator = SeededGenerator(seed: 3)
        for addresses in Self.addressRows(&generator) {
            for mask in MemoryTests.masks {
                let active = (0..<32).filter { MemoryTests.active(mask, $0) }.map { addresses[$0] }
                let expected = Dictionary(grouping: active) { $0 }.values.map(\.count).max() ?? 0
                #expect(Int(helpers.max_multiplicity(addresses, mask)) == expected)
            }
        }
    }
}
