import KernelIR

/// Evaluates scalar constants, constant expressions included, to their bits.
struct ConstantBits {
    /// Where the globals lie that a constant may name.
    let globals: GlobalPlaces

    /// What an undefined value reads as: not a number as f32 and as f64, and unlikely as an integer.
    static let undefined: UInt64 = 0xFFFF_DEAD_FFFF_DEAD

    /// The bits of a scalar constant, masked to its width; nil where it is not a scalar or not known.
    func bits(of constant: TypedConstant) -> UInt64? {
        let width = constant.type.bitWidth
        guard width > 0 else { return nil }
        let mask: UInt64 = width >= 64 ? .max : (1 << UInt64(width)) - 1
        switch constant.value {
        case .integer(let bits): return bits & mask
        case .floating(let bits): return bits & mask
        case .null, .zero: return 0
        case .undef, .poison: return Self.undefined & mask
        case .global(let name): return globals.pointer(to: name)
        case .elementPointer(let base, let element, let indices):
            guard let start = bits(of: base) else { return nil }
            var numbers: [Int] = []
            for index in indices {
                guard let raw = bits(of: index) else { return nil }
                numbers.append(signExtend(raw, width: index.type.bitWidth))
            }
            guard let offset = ElementOffset.constant(element: element, indices: numbers) else { return nil }
            return start &+ UInt64(bitPattern: Int64(offset))
        case .cast(let cast, let inner):
            guard let raw = bits(of: inner) else { return nil }
            switch cast {
            case .sext: return UInt64(bitPattern: Int64(signExtend(raw, width: inner.type.bitWidth))) & mask
            case .trunc, .zext, .ptrtoint, .inttoptr, .bitcast, .addrspacecast: return raw & mask
            default: return nil
            }
        case .binary(let operation, let left, let right):
            guard let first = bits(of: left), let second = bits(of: right) else { return nil }
            switch operation {
            case .add: return (first &+ second) & mask
            case .sub: return (first &- second) & mask
            case .mul: return (first &* second) & mask
            case .xor: return first ^ second
            case .and: return first & second
            case .or: return first | second
            default: return nil
            }
        case .aggregate, .bytes: return nil
        }
    }
}
