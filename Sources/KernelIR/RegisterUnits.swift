/// Which registers hold each value of a function, as far as it can be told before scheduling.
///
/// A unit is a register, or a pair, that is written once: a scalar, or one member of a vector or struct. Instructions
/// that only rename, reorder or widen what registers hold make no unit of their own, nor do addresses that differ
/// from an earlier one by a constant, which the memory instruction adds itself.
struct RegisterUnits: Sendable {
    /// What one instruction reads and writes.
    struct Step: Sendable {
        var definitions: [Int] = []
        var uses: [Int] = []
    }

    /// The variable part of an address: a base, and indices with their strides.
    private struct Address: Hashable {
        var base: IROperand.Kind
        var terms: [[Int]]
    }

    /// Size of each unit in halves of a 32-bit register.
    private(set) var weights: [Int] = []
    /// Units of each value, -1 for members without a defined value.
    private var units: [[Int]]
    /// The operation that defines each value, for looking through index arithmetic.
    private var operations: [IROperation?]
    /// Units that hold an address in a 32-bit window (shared or local memory).
    private var windowed: Set<Int> = []
    /// Addresses computed so far, with the block of the first computation.
    private var addresses: [Address: (unit: Int, block: Int)] = [:]

    /// Units for the parameters of a function; the instructions follow through `step`.
    init(_ function: IRFunction, countsParameters: Bool) {
        units = Array(repeating: [], count: function.valueCount)
        operations = Array(repeating: nil, count: function.valueCount)
        for (index, parameter) in function.parameters.enumerated() {
            units[index] = Self.members(of: parameter.type).map { add(countsParameters ? $0 : 0) }
            if Self.isWindow(parameter.type) { windowed.formUnion(units[index]) }
        }
    }

    /// Takes in the next instruction; blocks must come in an order in which dominators come first.
    mutating func step(_ instruction: IRInstruction, block: Int, _ dominance: DominatorIntervals) -> Step {
        let operands = instruction.operation.operands
        guard let result = instruction.result?.index else {
            return Step(uses: operands.flatMap { self.units(of: $0) })
        }
        operations[result] = instruction.operation
        if let held = held(by: instruction) {
            units[result] = held
            return Step()
        }
        if case .elementPointer(let base, let element, let indices) = instruction.operation, !instruction.type.isVector
        {
            return address(result, base, element, indices, block: block, dominance)
        }
        units[result] = Self.members(of: instruction.type).map { add(Self.isFree(instruction.operation) ? 0 : $0) }
        if Self.isWindow(instruction.type) { windowed.formUnion(units[result]) }
        if case .phi = instruction.operation { return Step(definitions: units[result]) }
        return Step(definitions: units[result], uses: operands.flatMap { self.units(of: $0) })
    }

    /// The units that hold an operand.
    func units(of operand: IROperand) -> [Int] {
        guard let value = operand.value else { return [] }
        return units[value.index].filter { $0 >= 0 }
    }

    /// A new unit of that many half registers.
    private mutating func add(_ weight: Int) -> Int {
        weights.append(weight)
        return weights.count - 1
    }

    /// The units of the result of an instruction that moves no bits; nil if it makes new ones.
    private func held(by instruction: IRInstruction) -> [Int]? {
        switch instruction.operation {
        case .freeze(let operand): return operand.value.map { units[$0.index] }
        case .cast(let cast, let operand):
            guard let value = operand.value, Self.keepsBits(cast, operand.type, instruction.type) else { return nil }
            return units[value.index]
        case .extractElement(let vector, let index):
            guard let member = Self.constant(index), let list = members(vector), member < list.count else { return nil }
            return [list[member]]
        case .insertElement(let vector, let value, let index):
            guard let member = Self.constant(index), var list = members(vector), member < list.count else { return nil }
            list[member] = members(value)?.first ?? -1
            return list
        case .shuffleVector(let left, let right, let mask):
            guard let first = members(left), let second = members(right) else { return nil }
            let both = first + second
            return mask.map { $0.map { both[$0] } ?? -1 }
        case .extractValue(let aggregate, let indices):
            guard indices.count == 1, Self.members(of: instruction.type).count == 1, let list = members(aggregate),
                indices[0] < list.count
            else { return nil }
            return [list[indices[0]]]
        case .insertValue(let aggregate, let value, let indices):
            guard indices.count == 1, Self.members(of: value.type).count == 1, var list = members(aggregate),
                indices[0] < list.count
            else { return nil }
            list[indices[0]] = members(value)?.first ?? -1
            return list
        default: return nil
        }
    }

    /// One unit per member of an operand; nil if its registers do not stand for its members one by one.
    private func members(_ operand: IROperand) -> [Int]? {
        let count = Self.members(of: operand.type).count
        guard let value = operand.value else { return Array(repeating: -1, count: count) }
        let list = units[value.index]
        return list.count == count ? list : nil
    }

    /// Units of an address: those of an earlier one at a constant distance, else a new one.
    private mutating func address(
        _ result: Int, _ base: IROperand, _ element: IRType, _ indices: [IROperand], block: Int,
        _ dominance: DominatorIntervals
    ) -> Step {
        var terms: [[Int]] = []
        var current = element
        for (position, index) in indices.enumerated() {
            if position > 0 {
                switch current {
                case .array(_, let next), .vector(_, let next): current = next
                case .structure(let fields, _):
                    current = Self.constant(index).flatMap { fields.indices.contains($0) ? fields[$0] : nil } ?? current
                default: break
                }
            }
            let variable = withoutConstant(index)
            let held = units(of: variable)
            if !held.isEmpty { terms.append([current.byteSize] + held) }
        }
        let baseUnits = units(of: base)
        if terms.isEmpty {
            units[result] = baseUnits
            return Step()
        }
        // Shared and local memory are reached through 32-bit addresses, whatever the pointer's type says.
        let isWindowed = baseUnits.isEmpty ? Self.isWindow(base) : baseUnits.allSatisfy { windowed.contains($0) }
        let key = Address(base: baseUnits.first.map { .value(ValueID($0)) } ?? base.kind, terms: terms)
        if let known = addresses[key], known.block == block || dominance.dominates(known.block, block) {
            units[result] = [known.unit]
            return Step()
        }
        let unit = add(isWindowed ? 2 : 4)
        if isWindowed { windowed.insert(unit) }
        addresses[key] = (unit, block)
        units[result] = [unit]
        return Step(definitions: [unit], uses: baseUnits + terms.flatMap { $0.dropFirst() })
    }

    /// An index without the constants added to it and without widening.
    private func withoutConstant(_ index: IROperand) -> IROperand {
        var index = index
        // Longer chains than clang makes are cut, so that no input makes this quadratic.
        for _ in 0..<8 {
            guard let value = index.value, let operation = operations[value.index] else { return index }
            switch operation {
            // `or` with a constant in an index is an addition into bits known to be zero.
            case .binary(.add, let left, let right, _) where right.value == nil: index = left
            case .binary(.or, let left, let right, _) where right.value == nil: index = left
            case .cast(.zext, let inner), .cast(.sext, let inner): index = inner
            default: return index
            }
        }
        return index
    }
}
