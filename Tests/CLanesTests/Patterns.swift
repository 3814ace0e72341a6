/// Bit patterns that find mistakes: limits, shift amounts, float specials; and random ones.
enum Patterns {
    /// 32-bit patterns, as integers and as f32, f16 and bf16.
    static let special32: [UInt32] = [
        0, 1, 2, 3, 5, 7, 31, 32, 33, 63, 64, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_ffff, 0xffff_fffe,
        0x3f80_0000, 0xbf80_0000, 0x3f00_0000, 0x4020_0000, 0x7f80_0000, 0xff80_0000, 0x7fc0_0000, 0x7f80_0001,
        0xffc1_2345, 0x0080_0000, 0x007f_ffff, 0x8000_0001, 0x7f7f_ffff, 0x4b00_0000, 0x4b7f_ffff, 0x4f00_0000,
        0x4f80_0000, 0xcf00_0000, 0x5f00_0000, 0x5f80_0000, 0xdf00_0000, 0x477f_efff, 0x477f_f000, 0x3300_0000,
        0x3300_0001, 0x3880_0000, 0x387f_ffff, 0x3c00, 0xbc00, 0x7c00, 0xfc00, 0x7e00, 0x7bff, 0x0001, 0x03ff, 0x0400,
        0x7f80, 0xff80, 0x7fc0, 0x0080, 0x007f, 0x8000, 0x3f80, 0x4048_f5c3,
    ]

    /// 64-bit patterns, as integers and as f64.
    static let special64: [UInt64] = [
        0, 1, 2, 3, 7, 31, 32, 63, 64, 65, 0x7fff_ffff_ffff_ffff, 0x8000_0000_0000_0000, 0x8000_0000_0000_0001,
        0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_fffe, 0xffff_ffff, 0x1_0000_0000, 0x3ff0_0000_0000_0000,
        0xbff0_0000_0000_0000, 0x3fe0_0000_0000_0000, 0x4004_0000_0000_0000, 0x7ff0_0000_0000_0000,
        0xfff0_0000_0000_0000, 0x7ff8_0000_0000_0000, 0x7ff0_0000_0000_0001, 0xfff8_1234_0000_0000,
        0x0010_0000_0000_0000, 0x000f_ffff_ffff_ffff, 0x7fef_ffff_ffff_ffff, 0x4330_0000_0000_0000,
        0x41e0_0000_0000_0000, 0x41f0_0000_0000_0000, 0x43e0_0000_0000_0000, 0x43f0_0000_0000_0000,
        0xc3e0_0000_0000_0000, 0xc1e0_0000_0000_0000, 0x40ef_fe00_0000_0000, 0x40ef_fdff_ffff_ffff,
        0x3e60_0000_0000_0000, 0x47ef_ffff_e000_0000, 0x47ef_ffff_f000_0000, 0x36a0_0000_0000_0000,
        0x0020_0000_0000_0001, 0x0020_0000_0000_0401,
    ]

    /// A row of 32-bit patterns: special, random, random of a small magnitude, or floats near 1.
    static func row32(_ generator: inout SeededGenerator) -> [UInt32] {
        (0..<32).map { _ in
            let bits = UInt32(truncatingIfNeeded: generator.next())
            switch generator.next() % 6 {
            case 0: return special32[Int(generator.next() % UInt64(special32.count))]
            case 1: return bits & 0xff
            case 2: return 0x3f00_0000 &+ (bits & 0x01ff_ffff) | (bits & 0x8000_0000)
            case 3: return bits & 0xffff
            default: return bits
            }
        }
    }

    /// A row of 64-bit patterns, mixed like the 32-bit ones.
    static func row64(_ generator: inout SeededGenerator) -> [UInt64] {
        (0..<32).map { _ in
            let bits = generator.next()
            switch generator.next() % 6 {
            case 0: return special64[Int(generator.next() % UInt64(special64.count))]
            case 1: return bits & 0xff
            case 2: return 0x3fe0_0000_0000_0000 &+ (bits & 0x003f_ffff_ffff_ffff) | (bits & 0x8000_0000_0000_0000)
            case 3: return bits & 0xffff_ffff
            default: return bits
            }
        }
    }

    /// A row of 16-bit patterns.
    static func row16(_ generator: inout SeededGenerator) -> [UInt32] {
        (0..<32).map { _ in
            let bits = UInt32(generator.next() & 0xffff)
            return generator.next() % 3 == 0 ? 0x3800 &+ (bits & 0x0fff) | (bits & 0x8000) : bits
        }
    }
}
