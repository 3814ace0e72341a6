import CLanes
import KernelIR

extension Lowering {
    /// Lowers private variables, loads, stores, address arithmetic and atomics.
    mutating func lowerMemory(
        _ instruction: IRInstruction, in frame: inout FunctionFrame
    ) throws(LoweringError) {
        switch instruction.operation {
        case .alloca(let type, let count, let alignment):
            guard let result = instruction.result else { return }
            if let variable = frame.promoted[result] {
                // A variable starts undefined each time its scope is entered, whatever its row held before.
                for (offset, width) in variable.slots.sorted(by: { $0.key < $1.key }) {
                    let scalar = Scalar(offset: offset, type: .integer(bits: width * 8))
                    emitMove(
                        from: undefined(bits: ConstantBits.undefined, wide: width > 4),
                        into: slot(result, offset, scalar, &frame))
                }
                return
            }
            frame.values[result.index] = [try reserve(type, count: count, alignment: alignment)]
        case .load(let pointer, let alignment, let isAtomic, let isMatrixPart):
            guard let result = instruction.result else { return }
            let shape = try scalars(of: instruction.type, at: position)
            if case .value(let id) = pointer.kind, let target = frame.pointerTargets[id] {
                frame.values[result.index] = shape.map { scalar in
                    let copy = program.makeRegister(wide: scalar.wide)
                    emitMove(from: slot(target.variable, target.offset + scalar.offset, scalar, &frame), into: copy)
                    return copy
                }
                return
            }
            let address = try registers(pointer, in: frame)[0]
            frame.values[result.index] = load(
                shape, from: address, space: pointer.type.memorySpace, alignment: alignment, isAtomic: isAtomic,
                isMatrixPart: isMatrixPart)
        case .store(let value, let pointer, let alignment, let isAtomic):
            let shape = try scalars(of: value.type, at: position)
            let sources = try registers(value, in: frame)
            if case .value(let id) = pointer.kind, let target = frame.pointerTargets[id] {
                for (scalar, source) in zip(shape, sources) {
                    emitMove(from: source, into: slot(target.variable, target.offset + scalar.offset, scalar, &frame))
                }
                return
            }
            let address = try registers(pointer, in: frame)[0]
            store(
                shape, sources, to: address, space: pointer.type.memorySpace, alignment: alignment, isAtomic: isAtomic)
        case .elementPointer(let base, let element, let indices):
            guard let result = instruction.result, frame.pointerTargets[result] == nil else { return }
            frame.values[result.index] = [try elementPointer(base, element: element, indices: indices, in: frame)]
        case .atomicUpdate(let operation, let pointer, let value):
            let kind = try atomicKind(operation, type: value.type)
            let address = try registers(pointer, in: frame)[0]
            let operand = try registers(value, in: frame)[0]
            let old = atomic(kind, type: value.type, address: address, operand: operand, third: .none, pointer: pointer)
            if let result = instruction.result { frame.values[result.index] = [old] }
        case .compareExchange(let pointer, let expected, let replacement):
            let address = try registers(pointer, in: frame)[0]
            let wanted = try registers(expected, in: frame)[0]
            let new = try registers(replacement, in: frame)[0]
            let old = atomic(
                .compareExchange, type: expected.type, address: address, operand: wanted, third: new, pointer: pointer)
            let hit = compare(.eq, old, wanted, width: expected.type.bitWidth)
            if let result = instruction.result { frame.values[result.index] = [old, hit] }
        default:
            append(VirtualInstruction(opcode: .nothing, workClass: .fence, line: line))
        }
    }

    /// Reserves private memory and returns the register that holds its address.
    private mutating func reserve(
        _ type: IRType, count: Int, alignment: Int
    ) throws(LoweringError) -> VirtualRegister {
        let alignment = max(1, alignment)
        let start = (program.privateBytes + alignment - 1) / alignment * alignment
        let (bytes, overflow) = type.byteSize.multipliedReportingOverflow(by: max(1, count))
        guard !overflow, bytes <= 1 << 20, start + bytes <= 1 << 20 else {
            throw LoweringError("private arrays of one thread are larger than 1 MiB", at: position)
        }
        program.privateBytes = start + bytes
        return constant(SegmentAddress.pointer(segment: SegmentAddress.privateSegment, offset: start), wide: true)
    }

    /// The register of one scalar of a promoted variable.
    private mutating func slot(
        _ variable: ValueID, _ offset: Int, _ scalar: Scalar, _ frame: inout FunctionFrame
    ) -> VirtualRegister {
        let key = FunctionFrame.SlotKey(variable: variable, offset: offset)
        if let known = frame.slots[key] { return known }
        let register = program.makeRegister(wide: scalar.byteCount > 4)
        program.multiplyDefined.insert(register.index)
        frame.slots[key] = register
        return register
    }

    /// Appends a load and returns the loaded registers.
    mutating func load(
        _ shape: [Scalar], from address: VirtualRegister, space: Int, alignment: Int, isAtomic: Bool = false,
        isMatrixPart: Bool = false
    ) -> [VirtualRegister] {
        let results = shape.map { program.makeRegister(wide: $0.wide) }
        append(
            VirtualInstruction(
                opcode: .load, first: address,
                extra: memoryOperation(
                    shape, results, alignment: alignment, isAtomic: isAtomic, isMatrixPart: isMatrixPart),
                workClass: .load(space), line: line))
        return zip(shape, results).map { scalar, register in
            let width = scalar.type.bitWidth
            return width == scalar.byteCount * 8 ? register : masked(register, to: width)
        }
    }

    /// Appends a store.
    mutating func store(
        _ shape: [Scalar], _ sources: [VirtualRegister], to address: VirtualRegister, space: Int, alignment: Int,
        isAtomic: Bool = false
    ) {
        append(
            VirtualInstruction(
                opcode: .store, first: address,
                extra: memoryOperation(shape, sources, alignment: alignment, isAtomic: isAtomic),
                workClass: .store(space), line: line))
    }

    /// Records the side table entry of a memory access.
    mutating func memoryOperation(
        _ shape: [Scalar], _ registers: [VirtualRegister], alignment: Int, atomic: AtomicOperation? = nil,
        isAtomic: Bool = false, isMatrixPart: Bool = false
    ) -> Int32 {
        let components = zip(shape, registers).map {
            MemoryComponent(offset: $0.offset, byteCount: $0.byteCount, register: $1)
        }
        program.memoryOperations.append(
            MemoryOperation(
                components: components, byteCount: components.map { $0.offset + $0.byteCount }.max() ?? 0,
                alignment: max(1, alignment), atomic: atomic, isAtomicAccess: isAtomic, isMatrixPart: isMatrixPart))
        return Int32(program.memoryOperations.count - 1)
    }

    /// Appends an atomic and returns the register with the old value.
    private mutating func atomic(
        _ kind: AtomicOperation, type: IRType, address: VirtualRegister, operand: VirtualRegister,
        third: VirtualRegister, pointer: IROperand
    ) -> VirtualRegister {
        let scalar = Scalar(offset: 0, type: type)
        let old = program.makeRegister(wide: scalar.wide)
        append(
            VirtualInstruction(
                opcode: .atomic, destination: old, first: address, second: operand, third: third,
                extra: memoryOperation([scalar], [old], alignment: scalar.byteCount, atomic: kind),
                workClass: .atomic(pointer.type.memorySpace), line: line))
        return old
    }

    private func atomicKind(
        _ operation: IRAtomicOperation, type: IRType
    ) throws(LoweringError) -> AtomicOperation {
        guard type.bitWidth == 32 || type.bitWidth == 64 else {
            throw LoweringError("atomics of \(type.bitWidth) bits are not supported", at: position)
        }
        switch operation {
        case .xchg: return .exchange
        case .add: return .add
        case .sub: return .subtract
        case .and: return .and
        case .or: return .or
        case .xor: return .xor
        case .nand: return .nand
        case .min: return .minSigned
        case .max: return .maxSigned
        case .umin: return .minUnsigned
        case .umax: return .maxUnsigned
        case .fadd: return .addFloat
        case .fsub: return .subtractFloat
        case .fmin: return .minFloat
        case .fmax: return .maxFloat
        case .uincWrap: return .incrementWrap
        case .udecWrap: return .decrementWrap
        }
    }

    /// Lowers address arithmetic: one multiplication-free addition per computed index is what hardware pays.
    private mutating func elementPointer(
        _ base: IROperand, element: IRType, indices: [IROperand], in frame: borrowing FunctionFrame
    ) throws(LoweringError) -> VirtualRegister {
        var address = try registers(base, in: frame)[0]
        var fixed = 0
        var type = element
        for (number, index) in indices.enumerated() {
            var step = type.byteSize
            if number > 0 {
                switch type {
                case .structure(let fields, let packed):
                    guard case .constant(.integer(let field)) = index.kind, field < fields.count else {
                        throw unsupported("a computed struct index")
                    }
                    fixed &+= IRType.layout(fields: fields, packed: packed).offsets[Int(field)]
                    type = fields[Int(field)]
                    continue
                case .array(_, let inner):
                    type = inner
                    step = inner.byteSize
                case .vector(_, let inner):
                    type = inner
                    step = inner.bitWidth / 8
                default: throw unsupported("an index into a scalar")
                }
            }
            if case .constant(let value) = index.kind,
                let bits = ConstantBits(globals: layout.places).bits(of: TypedConstant(type: index.type, value: value))
            {
                fixed &+= signExtend(bits, width: index.type.bitWidth) &* step
                continue
            }
            var offset = try registers(index, in: frame)[0]
            let width = index.type.bitWidth
            if width <= 32 {
                offset = emit(KS_SEXT_I32_I64, signExtended(offset, from: width), wide: true, as: .free)
            }
            if step > 0, step & (step - 1) == 0 {
                let distance = constant(UInt64(step.trailingZeroBitCount), wide: true)
                address = emit(KS_SHL_ADD_I64, address, offset, distance, wide: true, as: .address)
                continue
            }
            let factor = constant(UInt64(bitPattern: Int64(step)), wide: true)
            offset = emit(KS_MUL_I64, offset, factor, wide: true, as: .free)
            address = emit(KS_ADD_I64, address, offset, wide: true, as: .address)
        }
        if fixed != 0 {
            let distance = constant(UInt64(bitPattern: Int64(fixed)), wide: true)
            address = emit(KS_ADD_I64, address, distance, wide: true, as: .free)
        }
        return address
    }
}

extension IRType {
    /// The address space of a pointer; 0 for anything else.
    var memorySpace: Int {
        if case .pointer(let space) = self { return space }
        return 0
    }
}

extension OperationClass {
    /// The class of a load from an address space; generic pointers count as device memory until executed.
    static func load(_ space: Int) -> OperationClass {
        switch space {
        case 3: .sharedLoad
        case 2, 4: .constantLoad
        case 5: .localLoad
        default: .globalLoad
        }
    }

    /// The class of a store to an address space.
    static func store(_ space: Int) -> OperationClass {
        switch space {
        case 3: .sharedStore
        case 5: .localStore
        default: .globalStore
        }
    }

    /// The class of an atomic on an address space.
    static func atomic(_ space: Int) -> OperationClass { space == 3 ? .sharedAtomic : .globalAtomic }
}
