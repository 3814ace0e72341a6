import KernelIR

/// One scalar of a flattened IR type.
struct Scalar: Hashable {
    /// Where the scalar lies in memory, from the start of the whole value.
    let offset: Int
    /// Integer, float or pointer.
    let type: IRType

    /// True where a register of 64 bits is needed.
    var wide: Bool { type.bitWidth > 32 }
    /// Bytes in memory.
    var byteCount: Int { type == .integer(bits: 1) ? 1 : type.byteSize }

    /// The scalars of `type` in order, with their byte offsets; nil where one is wider than 64 bits.
    static func flatten(_ type: IRType) -> [Scalar]? {
        var found: [Scalar] = []
        return collect(type, at: 0, into: &found) ? found : nil
    }

    /// Most scalars one value may have; larger arrays only live in memory.
    private static let limit = 65_536

    private static func collect(_ type: IRType, at offset: Int, into found: inout [Scalar]) -> Bool {
        guard found.count < limit else { return false }
        switch type {
        case .void, .label, .metadata: return true
        case .integer(let bits):
            guard bits <= 64 else { return false }
            found.append(Scalar(offset: offset, type: type))
            return true
        case .half, .bfloat, .float, .double, .pointer:
            found.append(Scalar(offset: offset, type: type))
            return true
        case .vector(let count, let element):
            // Vectors of i1 are only ever registers; their memory form is not laid out by bytes.
            let stride = element == .integer(bits: 1) ? 1 : element.bitWidth / 8
            for index in 0..<count where !collect(element, at: offset + index * stride, into: &found) { return false }
            return true
        case .array(let count, let element):
            guard count <= limit else { return false }
            for index in 0..<count where !collect(element, at: offset + index * element.byteSize, into: &found) {
                return false
            }
            return true
        case .structure(let fields, let packed):
            let layout = IRType.layout(fields: fields, packed: packed)
            for (field, fieldOffset) in zip(fields, layout.offsets)
            where !collect(field, at: offset + fieldOffset, into: &found) {
                return false
            }
            return true
        }
    }
}
