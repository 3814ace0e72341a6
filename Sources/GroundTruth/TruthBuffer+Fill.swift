extension TruthBuffer {
    /// Writes the first contents.
    ///
    /// - Precondition: `bytes` holds `byteCount` zero bytes.
    package func fill(_ bytes: UnsafeMutableRawBufferPointer) {
        if case .zeros = contents.kind { return }
        let seed = UInt64(seed)
        switch element {
        case .f32:
            let values = bytes.bindMemory(to: UInt32.self)
            for index in 0..<count {
                values[index] = contents.float(seed: seed, index: UInt64(index)).bitPattern.littleEndian
            }
        case .f16:
            let values = bytes.bindMemory(to: UInt16.self)
            for index in 0..<count {
                values[index] = HalfBits.rounded(contents.float(seed: seed, index: UInt64(index))).littleEndian
            }
        case .i32, .u32:
            let values = bytes.bindMemory(to: UInt32.self)
            for index in 0..<count {
                values[index] = contents.integer(seed: seed, index: UInt64(index)).littleEndian
            }
        case .i8, .u8:
            for index in 0..<count {
                bytes[index] = UInt8(truncatingIfNeeded: contents.integer(seed: seed, index: UInt64(index)))
            }
        }
    }

    /// The element at `index` as a number.
    package func value(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Double {
        let place = index * element.byteCount
        switch element {
        case .f32:
            let bits = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self))
            return Double(Float(bitPattern: bits))
        case .f16:
            return HalfBits.value(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self)))
        case .i32: return Double(Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)))
        case .u32: return Double(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
        case .i8: return Double(Int8(bitPattern: bytes[place]))
        case .u8: return Double(bytes[place])
        }
    }

    /// The bits of a number in the element's format, to which it is rounded: reading decimals may leave it a bit beside.
    func bits(of value: Double) -> UInt64 {
        switch element {
        case .f32: UInt64(Float(value).bitPattern)
        case .f16: UInt64(HalfBits.rounded(Float(value)))
        case .i8, .u8, .i32, .u32: value.rounded().bitPattern
        }
    }
}
