import Candidates

/// Reads and writes the elements of a buffer as numbers.
struct ElementCodec {
    /// The type of the elements.
    let type: ElementType

    /// A codec for elements of `type`.
    init(_ type: ElementType) { self.type = type }

    /// Whether the elements are floating-point numbers.
    var isFloat: Bool {
        switch type {
        case .f16, .bf16, .f32, .f64: true
        default: false
        }
    }

    /// Writes a number, rounded to the nearest value of the type; integers saturate.
    func store(_ value: Double, at index: Int, of bytes: UnsafeMutableRawBufferPointer) {
        let offset = index * type.byteSize
        switch type {
        case .f32: bytes.storeBytes(of: Float(value).bitPattern, toByteOffset: offset, as: UInt32.self)
        case .f64: bytes.storeBytes(of: value.bitPattern, toByteOffset: offset, as: UInt64.self)
        case .f16: bytes.storeBytes(of: HalfFormat.half.bits(of: value), toByteOffset: offset, as: UInt16.self)
        case .bf16: bytes.storeBytes(of: HalfFormat.brain.bits(of: value), toByteOffset: offset, as: UInt16.self)
        default: store(integer: Int(exactly: value.rounded()) ?? (value < 0 ? .min : .max), at: index, of: bytes)
        }
    }

    /// Writes a whole number, its low bits where it does not fit.
    func store(integer value: Int, at index: Int, of bytes: UnsafeMutableRawBufferPointer) {
        if isFloat { return store(Double(value), at: index, of: bytes) }
        let offset = index * type.byteSize
        switch type.byteSize {
        case 1: bytes.storeBytes(of: UInt8(truncatingIfNeeded: value), toByteOffset: offset, as: UInt8.self)
        case 2: bytes.storeBytes(of: UInt16(truncatingIfNeeded: value), toByteOffset: offset, as: UInt16.self)
        case 4: bytes.storeBytes(of: UInt32(truncatingIfNeeded: value), toByteOffset: offset, as: UInt32.self)
        default: bytes.storeBytes(of: UInt64(bitPattern: Int64(value)), toByteOffset: offset, as: UInt64.self)
        }
    }

    /// The element as a number; 64-bit integers lose their lowest bits.
    func load(_ index: Int, of bytes: UnsafeRawBufferPointer) -> Double {
        let offset = index * type.byteSize
        func word<Word: FixedWidthInteger & BitwiseCopyable>(_: Word.Type) -> Word {
            bytes.loadUnaligned(fromByteOffset: offset, as: Word.self)
        }
        return switch type {
        case .f32: Double(Float(bitPattern: word(UInt32.self)))
        case .f64: Double(bitPattern: word(UInt64.self))
        case .f16: HalfFormat.half.value(of: word(UInt16.self))
        case .bf16: HalfFormat.brain.value(of: word(UInt16.self))
        case .i8: Double(word(Int8.self))
        case .u8: Double(word(UInt8.self))
        case .i16: Double(word(Int16.self))
        case .u16: Double(word(UInt16.self))
        case .i32: Double(word(Int32.self))
        case .u32: Double(word(UInt32.self))
        case .i64: Double(word(Int64.self))
        case .u64: Double(word(UInt64.self))
        }
    }

    // MARK: Unwritten elements

    /// What an unwritten element holds: a quiet NaN with a pattern of its own, as f16, bf16, f32 and f64.
    private static let unwritten: UInt64 = 0x7FFD_5AA5_7FFD_5AA5

    /// Fills an output so that unwritten elements can be told apart.
    func fillUnwritten(_ bytes: UnsafeMutableRawBufferPointer) {
        switch type.byteSize {
        case 1: bytes.bindMemory(to: UInt8.self).initialize(repeating: 0xA5)
        case 2: bytes.bindMemory(to: UInt16.self).initialize(repeating: 0x7FFD)
        case 4: bytes.bindMemory(to: UInt32.self).initialize(repeating: UInt32(truncatingIfNeeded: Self.unwritten))
        default: bytes.bindMemory(to: UInt64.self).initialize(repeating: Self.unwritten)
        }
    }

    /// Whether the element holds what `fillUnwritten` wrote. An integer may hold it by right.
    func isUnwritten(_ index: Int, of bytes: UnsafeRawBufferPointer) -> Bool {
        let offset = index * type.byteSize
        switch type.byteSize {
        case 1: return bytes.loadUnaligned(fromByteOffset: offset, as: UInt8.self) == 0xA5
        case 2: return bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self) == 0x7FFD
        case 4:
            return bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
                == UInt32(truncatingIfNeeded: Self.unwritten)
        default: return bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) == Self.unwritten
        }
    }
}
