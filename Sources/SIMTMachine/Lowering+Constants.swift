import KernelIR

extension Lowering {
    /// The scalars of a type, or a refusal by name.
    func scalars(of type: IRType, at place: SourcePosition?) throws(LoweringError) -> [Scalar] {
        guard let found = Scalar.flatten(type) else {
            throw LoweringError("integers wider than 64 bits and arrays held in registers are not supported", at: place)
        }
        return found
    }

    /// Registers that hold a constant, one per scalar.
    mutating func constantRegisters(_ constant: TypedConstant) throws(LoweringError) -> [VirtualRegister] {
        switch constant.value {
        case .aggregate(let elements):
            var found: [VirtualRegister] = []
            for element in elements { found += try constantRegisters(element) }
            return found
        case .zero, .undef, .poison:
            return try scalars(of: constant.type, at: position).map { scalar in
                if constant.value == .zero { return self.constant(0, wide: scalar.wide) }
                let width = scalar.type.bitWidth
                let mask: UInt64 = width >= 64 ? .max : (1 << UInt64(width)) - 1
                return undefined(bits: ConstantBits.undefined & mask, wide: scalar.wide)
            }
        case .bytes(let bytes):
            return bytes.map { self.constant(UInt64($0), wide: false) }
        default:
            guard let bits = ConstantBits(globals: layout.places).bits(of: constant) else {
                throw LoweringError("a constant expression is not supported", at: position)
            }
            return [self.constant(bits, wide: constant.type.bitWidth > 32)]
        }
    }
}
