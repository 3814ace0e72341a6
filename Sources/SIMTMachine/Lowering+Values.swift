import CLanes
import KernelIR

extension Lowering {
    /// Lowers an instruction that computes a value from values.
    mutating func lowerValue(
        _ instruction: IRInstruction, in frame: inout FunctionFrame
    ) throws(LoweringError) -> [VirtualRegister] {
        switch instruction.operation {
        case .binary(let operation, let left, let right, let flags):
            let element = left.type.scalar
            let first = try registers(left, in: frame)
            let second = try registers(right, in: frame)
            var found: [VirtualRegister] = []
            for (one, other) in zip(first, second) {
                found.append(try binary(operation, one, other, type: element, flags: flags))
            }
            return found
        case .negate(let operand, _):
            let element = operand.type.scalar
            guard let operation = FloatOperations(element)?.negate else { throw unsupported("fneg of \(element)") }
            return try registers(operand, in: frame).map {
                emit(operation, $0, wide: element.bitWidth > 32, as: .free)
            }
        case .compareInteger(let predicate, let left, let right):
            let element = left.type.scalar
            let first = try registers(left, in: frame)
            let second = try registers(right, in: frame)
            return zip(first, second).map { compare(predicate, $0, $1, width: element.bitWidth) }
        case .compareFloat(let predicate, let left, let right):
            let element = left.type.scalar
            guard let operations = FloatOperations(element) else { throw unsupported("fcmp of \(element)") }
            let first = try registers(left, in: frame)
            let second = try registers(right, in: frame)
            return zip(first, second).map { one, other in
                switch predicate {
                case .false: return constant(0, wide: false)
                case .true: return constant(1, wide: false)
                default: return emit(operations.compare(predicate), one, other, wide: false, as: .compare)
                }
            }
        case .cast(let cast, let operand):
            return try lowerCast(cast, operand, to: instruction.type, in: frame)
        case .select(let condition, let ifTrue, let ifFalse):
            let chosen = try registers(condition, in: frame)
            let first = try registers(ifTrue, in: frame)
            let second = try registers(ifFalse, in: frame)
            var found: [VirtualRegister] = []
            for index in first.indices {
                let bit = chosen.count == first.count ? chosen[index] : chosen[0]
                found.append(select(bit, first[index], second[index]))
            }
            return found
        case .freeze(let operand):
            return try registers(operand, in: frame)
        case .extractElement(let vector, let index):
            return [try extract(registers(vector, in: frame), at: index, in: frame)]
        case .insertElement(let vector, let value, let index):
            var elements = try registers(vector, in: frame)
            let inserted = try registers(value, in: frame)[0]
            if case .constant(.integer(let place)) = index.kind {
                if place < elements.count { elements[Int(place)] = inserted }
                return elements
            }
            let place = try registers(index, in: frame)[0]
            for number in elements.indices {
                let hit = compare(
                    .eq, place, constant(UInt64(number), wide: index.type.bitWidth > 32), width: index.type.bitWidth)
                elements[number] = select(hit, inserted, elements[number])
            }
            return elements
        case .shuffleVector(let left, let right, let mask):
            let all = try registers(left, in: frame) + registers(right, in: frame)
            let element = left.type.scalar
            return mask.map { choice in
                if let choice, choice < all.count { return all[choice] }
                return undefined(bits: ConstantBits.undefined, wide: element.bitWidth > 32)
            }
        case .extractValue(let aggregate, let indices):
            let (start, count) = try scalarRange(of: aggregate.type, at: indices)
            return Array(try registers(aggregate, in: frame)[start..<(start + count)])
        case .insertValue(let aggregate, let value, let indices):
            let (start, count) = try scalarRange(of: aggregate.type, at: indices)
            var elements = try registers(aggregate, in: frame)
            elements.replaceSubrange(start..<(start + count), with: try registers(value, in: frame))
            return elements
        default:
            throw unsupported("an instruction")
        }
    }

    /// A refusal by name at the current place.
    func unsupported(_ what: String) -> LoweringError { LoweringError("\(what) is not supported", at: position) }

    /// `condition ? ifTrue : ifFalse`.
    mutating func select(
        _ condition: VirtualRegister, _ ifTrue: VirtualRegister, _ ifFalse: VirtualRegister
    ) -> VirtualRegister {
        if ifTrue == ifFalse { return ifTrue }
        let wide = program.isWide[ifTrue.subscriptIndex]
        return emit(wide ? KS_SELECT_I64 : KS_SELECT_I32, condition, ifTrue, ifFalse, wide: wide, as: .minMaxSelect)
    }

    /// The element of a vector at a constant or computed index.
    private mutating func extract(
        _ elements: [VirtualRegister], at index: IROperand, in frame: borrowing FunctionFrame
    ) throws(LoweringError) -> VirtualRegister {
        guard let first = elements.first else { throw unsupported("an empty vector") }
        let wide = program.isWide[first.subscriptIndex]
        if case .constant(.integer(let place)) = index.kind {
            return place < elements.count ? elements[Int(place)] : undefined(bits: ConstantBits.undefined, wide: wide)
        }
        let place = try registers(index, in: frame)[0]
        var found = first
        for number in elements.indices.dropFirst() {
            let hit = compare(
                .eq, place, constant(UInt64(number), wide: index.type.bitWidth > 32), width: index.type.bitWidth)
            found = select(hit, elements[number], found)
        }
        return found
    }

    /// The scalars that `indices` select of an aggregate type.
    private func scalarRange(
        of type: IRType, at indices: [Int]
    ) throws(LoweringError) -> (start: Int, count: Int) {
        var type = type
        var start = 0
        for index in indices {
            switch type {
            case .structure(let fields, _) where fields.indices.contains(index):
                for field in fields[..<index] { start += try scalars(of: field, at: position).count }
                type = fields[index]
            case .array(let count, let element) where index < count:
                start += index * (try scalars(of: element, at: position).count)
                type = element
            default: throw unsupported("an aggregate index")
            }
        }
        return (start, try scalars(of: type, at: position).count)
    }
}
