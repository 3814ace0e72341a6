/// A first-class LLVM IR type, with named struct types already resolved to their bodies.
package indirect enum IRType: Hashable, Sendable {
    case void
    case integer(bits: Int)
    case half
    case bfloat
    case float
    case double
    /// An opaque pointer; every address space is 64 bits wide.
    case pointer(addressSpace: Int)
    case vector(count: Int, element: IRType)
    case array(count: Int, element: IRType)
    case structure(fields: [IRType], packed: Bool)
    case label
    case metadata

    /// Size in bytes of a value in memory, padding included (LLVM's alloc size).
    package var byteSize: Int {
        switch self {
        case .void, .label, .metadata: 0
        case .integer(let bits): storeSize(bits: bits)
        case .half, .bfloat: 2
        case .float: 4
        case .double, .pointer: 8
        case .vector(let count, let element):
            roundUp((count * element.bitWidth + 7) / 8, to: alignment)
        case .array(let count, let element): count * element.byteSize
        case .structure(let fields, let packed): Self.layout(fields: fields, packed: packed).size
        }
    }

    /// Natural ABI alignment in bytes under the nvptx64 data layout.
    package var alignment: Int {
        switch self {
        case .void, .label, .metadata: 1
        case .integer(let bits): min(16, storeSize(bits: bits))
        case .half, .bfloat: 2
        case .float: 4
        case .double, .pointer: 8
        case .vector(let count, let element):
            nextPowerOfTwo((count * element.bitWidth + 7) / 8)
        case .array(_, let element): element.alignment
        case .structure(let fields, let packed): packed ? 1 : fields.map(\.alignment).max() ?? 1
        }
    }

    /// Width in bits of a scalar; 0 for aggregates.
    package var bitWidth: Int {
        switch self {
        case .integer(let bits): bits
        case .half, .bfloat: 16
        case .float: 32
        case .double, .pointer: 64
        default: 0
        }
    }

    /// Byte offset of each field and the size of the whole struct.
    package static func layout(fields: [IRType], packed: Bool) -> (offsets: [Int], size: Int) {
        var offset = 0
        var widest = 1
        var offsets: [Int] = []
        for field in fields {
            let alignment = packed ? 1 : field.alignment
            widest = max(widest, alignment)
            offset = roundUp(offset, to: alignment)
            offsets.append(offset)
            offset += field.byteSize
        }
        return (offsets, roundUp(offset, to: widest))
    }
}

/// Bytes an integer of `bits` bits takes in memory: the next power of two.
private func storeSize(bits: Int) -> Int { nextPowerOfTwo((bits + 7) / 8) }

/// The smallest power of two that is at least `value`.
private func nextPowerOfTwo(_ value: Int) -> Int {
    var power = 1
    while power < value { power *= 2 }
    return power
}

/// `value` raised to a multiple of `alignment`.
private func roundUp(_ value: Int, to alignment: Int) -> Int {
    (value + alignment - 1) / alignment * alignment
}
