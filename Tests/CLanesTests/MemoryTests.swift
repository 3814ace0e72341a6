import CLanes
import Testing

/// Masks, address checks and memory access on every path.
@Suite struct MemoryTests {
    /// All paths of this host.
    static let paths = Array(0..<ks_path_count())
    /// Full, empty, ragged and scattered masks.
    static let masks: [UInt32] = [.max, 0, 1, 0x8000_0000, 0xffff, 0xffff_0000, 0x5555_5555, 0x0f3c_9a01]

    /// Whether a lane takes part.
    static func active(_ mask: UInt32, _ lane: Int) -> Bool { (mask >> UInt32(lane)) & 1 == 1 }

    @Test("blends, splats and masks", arguments: paths)
    func masking(_ path: Int32) {
        let helpers = ks_helpers_for(path).pointee
        var generator = SeededGenerator(seed: 1)
        for mask in Self.masks {
            let source = Patterns.row32(&generator), old = Patterns.row32(&generator)
            var row = old
            helpers.blend_32(&row, source, mask)
            #expect(row == (0..<32).map { Self.active(mask, $0) ? source[$0] : old[$0] })
            let wideSource = Patterns.row64(&generator), wideOld = Patterns.row64(&generator)
            var wide = wideOld
            helpers.blend_64(&wide, wideSource, mask)
            #expect(wide == (0..<32).map { Self.active(mask, $0) ? wideSource[$0] : wideOld[$0] })
            helpers.unpack_mask(&row, mask)
            #expect(row == (0..<32).map { Self.active(mask, $0) ? 1 : 0 })
            #expect(helpers.pack_mask(row.map { $0 | 0xffff_fffe }) == mask)
        }
        var row = [UInt32](repeating: 0, count: 32), wide = [UInt64](repeating: 0, count: 32)
        ks_splat_32(&row, 7)
        ks_splat_64(&wide, .max)
        #expect(row == [UInt32](repeating: 7, count: 32))
        #expect(wide == [UInt64](repeating: .max, count: 32))
    }

    @Test("address checks name the offending lanes", arguments: paths)
    func checks(_ path: Int32) {
        let helpers = ks_helpers_for(path).pointee
        var generator = SeededGenerator(seed: 2)
        for mask in Self.masks {
            for _ in 0..<20 {
                let addresses = (0..<32).map { _ in
                    generator.next() % 9 == 0 ? generator.next() : 0x1000 + generator.next() % 0x100
                }
                let outside = (0..<32).reduce(UInt32(0)) { found, lane in
                    let bad = addresses[lane] < 0x1008 || addresses[lane] > 0x10f0
                    return bad && Self.active(mask, lane) ? found | 1 << UInt32(lane) : found
                }
                #expect(helpers.out_of_bounds(addresses, mask, 0x1008, 0x10f0) == outside)
                let misaligned = (0..<32).reduce(UInt32(0)) { found, lane in
                    addresses[lane] % 8 != 0 && Self.active(mask, lane) ? found | 1 << UInt32(lane) : found
                }
                #expect(helpers.misaligned(addresses, mask, 7) == misaligned)
                var common: UInt64 = 99
                let high = ~UInt64(0xff)
                let seen = (0..<32).filter { Self.active(mask, $0) }.map { addresses[$0] & high }
                let same = Set(seen).count == 1
                #expect(helpers.same_high(addresses, mask, high, &common) == (same ? 1 : 0))
                #expect(common == seen.first ?? 0)
            }
        }
    }

    @Test("addresses that are one, that follow one another, and all others", arguments: paths)
    func spacing(_ path: Int32) {
        let helpers = ks_helpers_for(path).pointee
        for size: UInt64 in [1, 2, 4, 8, 16] {
            let run = (0..<32).map { 0x8000 + $0 * size }
            #expect(helpers.spacing(run, size) == 2)
            #expect(helpers.spacing(run, size + 1) == 0)
            #expect(helpers.spacing([UInt64](repeating: 0x8000, count: 32), size) == 1)
            for lane in [0, 1, 17, 31] {
                var (moved, parted) = (run, [UInt64](repeating: 0x8000, count: 32))
                moved[lane] += 1
                parted[lane] += 1 << 40
                #expect(helpers.spacing(moved, size) == 0)
                #expect(helpers.spacing(parted, size) == 0)
            }
        }
    }

    /// Address rows: consecutive, equal, strided, shuffled and misaligned ones inside 4096 bytes from 0x8000.
    static func addressRows(size: UInt64, _ generator: inout SeededGenerator) -> [[UInt64]] {
        let low: UInt64 = 0x8000
        let random = (0..<32).map { _ in low + generator.next() % (4096 - 64) }
        return [
            (0..<32).map { low + 64 + $0 * size }, [UInt64](repeating: low + 40, count: 32),
            (0..<32).map { low + $0 * 100 }, (0..<32).map { low + 4000 - $0 * 8 }, random,
        ]
    }

    @Test("gathers read exactly the active lanes' bytes", arguments: paths)
    func gathers(_ path: Int32) {
        let helpers = ks_helpers_for(path).pointee
        var generator = SeededGenerator(seed: 3)
        let memory = (0..<4096).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        func word(_ address: UInt64, _ size: Int) -> UInt64 {
            (0..<size).reduce(0) { $0 | UInt64(memory[Int(address) - 0x8000 + $1]) << UInt64(8 * $1) }
        }
        for size in [1, 2, 4, 8] {
            for addresses in Self.addressRows(size: UInt64(size), &generator) {
                for mask in Self.masks {
                    let old = Patterns.row64(&generator)
                    let oldWords = old.map { UInt32(truncatingIfNeeded: $0) }
                    var row = oldWords, wide = old
                    switch size {
                    case 1: helpers.gather_8(&row, memory, addresses, 0x8000, mask)
                    case 2: helpers.gather_16(&row, memory, addresses, 0x8000, mask)
                    case 4: helpers.gather_32(&row, memory, addresses, 0x8000, mask)
                    default: helpers.gather_64(&wide, memory, addresses, 0x8000, mask)
                    }
                    if size == 8 {
                        #expect(wide == (0..<32).map { Self.active(mask, $0) ? word(addresses[$0], 8) : old[$0] })
                    } else {
                        let expected = (0..<32).map {
                            Self.active(mask, $0) ? UInt32(word(addresses[$0], size)) : oldWords[$0]
                        }
                        #expect(row == expected)
                    }
                }
            }
        }
    }

    @Test("scatters write exactly the active lanes' bytes, the highest lane last", arguments: paths)
    func scatters(_ path: Int32) {
        let helpers = ks_helpers_for(path).pointee
        var generator = SeededGenerator(seed: 4)
        for size in [1, 2, 4, 8] {
            for addresses in Self.addressRows(size: UInt64(size), &generator) {
                for mask in Self.masks {
                    let wide = Patterns.row64(&generator)
                    let row = wide.map { UInt32(truncatingIfNeeded: $0) }
                    var memory = [UInt8](repeating: 0xee, count: 4096), expected = memory
                    for lane in 0..<32 where Self.active(mask, lane) {
                        for byte in 0..<size {
                            expected[Int(addresses[lane]) - 0x8000 + byte] = UInt8(
                                truncatingIfNeeded: wide[lane] >> UInt64(8 * byte))
                        }
                    }
                    switch size {
                    case 1: helpers.scatter_8(row, &memory, addresses, 0x8000, mask)
                    case 2: helpers.scatter_16(row, &memory, addresses, 0x8000, mask)
                    case 4: helpers.scatter_32(row, &memory, addresses, 0x8000, mask)
                    default: helpers.scatter_64(wide, &memory, addresses, 0x8000, mask)
                    }
                    #expect(memory == expected)
                }
            }
        }
    }

    @Test("vector accesses move word i of a lane from and to row i", arguments: paths)
    func vectors(_ path: Int32) {
        let helpers = ks_helpers_for(path).pointee
        var generator = SeededGenerator(seed: 5)
        let memory = (0..<4096).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        for count in 1...4 {
            for addresses in Self.addressRows(size: UInt64(4 * count), &generator) {
                for mask in Self.masks {
                    let old = (0..<count).flatMap { _ in Patterns.row32(&generator) }
                    var expected = old, written = memory
                    for lane in 0..<32 where Self.active(mask, lane) {
                        for index in 0..<count {
                            let at = Int(addresses[lane]) - 0x8000 + 4 * index
                            expected[32 * index + lane] = (0..<4).reduce(0) {
                                $0 | UInt32(memory[at + $1]) << UInt32(8 * $1)
                            }
                            for byte in 0..<4 {
                                written[at + byte] = UInt8(
                                    truncatingIfNeeded: old[32 * index + lane] >> UInt32(8 * byte))
                            }
                        }
                    }
                    var rows = old, copy = memory
                    helpers.gather_32xN(&rows, memory, addresses, 0x8000, mask, UInt32(count))
                    #expect(rows == expected)
                    helpers.scatter_32xN(old, &copy, addresses, 0x8000, mask, UInt32(count))
                    #expect(copy == written)
                }
            }
        }
    }
}
