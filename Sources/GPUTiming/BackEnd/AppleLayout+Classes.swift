import SIMTMachine

/// Instructions that Apple's chips do another way than the IR writes them, since its pointers and indices have 64 bits.
extension AppleLayout {
    /// What each instruction really is, by place and block, where that differs from its class in the program.
    ///
    /// - Shuffles from a lane that the text names are broadcasts.
    /// - Values that come from launch arguments alone are made once, before the launch, and lie in uniform registers.
    /// - A division by a constant is a high product with its reciprocal; the shift after it and, for a remainder, the product
    ///   back are small beside that.
    /// - A memory instruction adds an index of 32 bits to a base of 64: arithmetic on indices, which the optimiser has
    ///   widened, has 32 bits, and a constant in it belongs to the base.
    ///
    /// - Parameters:
    ///   - uniform: What `uniformRegisters` found.
    ///   - indices: What `indexRegisters` found.
    static func classes(
        _ code: BackEnd, uniform: Set<Int32>, indices: (all: Set<Int32>, addressOnly: Set<Int32>)
    ) -> [[Int: OperationClass]] {
        code.blocks.map { block in
            var classes: [Int: OperationClass] = [:]
            for (place, instruction) in block.enumerated() {
                if uniform.contains(instruction.destination) {
                    classes[place] = .free
                    continue
                }
                switch instruction.operation {
                case .shuffleDynamic where code.details.constants[instruction.operands.1] != nil:
                    classes[place] = .broadcast
                case .intDivide where code.details.constants[instruction.operands.1] != nil:
                    classes[place] = instruction.width == 1 ? .intMultiplyHigh : .longMultiply
                case .longAdd where indices.all.contains(instruction.destination),
                    .longSubtract where indices.all.contains(instruction.destination):
                    let isOffset =
                        code.details.constants[instruction.operands.0] != nil
                        || code.details.constants[instruction.operands.1] != nil
                    classes[place] = isOffset && indices.addressOnly.contains(instruction.destination) ? .free : .intAdd
                case .longMultiply where indices.all.contains(instruction.destination):
                    classes[place] = .intMultiply
                default: break
                }
            }
            return classes
        }
    }

    /// Registers written once, by arithmetic on launch arguments and constants or by reading constants there.
    static func uniformRegisters(_ code: BackEnd) -> Set<Int32> {
        var definitions: [Int32: Int] = [:]
        for block in code.blocks {
            for instruction in block where instruction.destination >= 0 {
                definitions[instruction.destination, default: 0] += 1
            }
        }
        var uniform: Set<Int32> = []
        func isUniform(_ register: Int32) -> Bool {
            register < 0 || code.details.constants[register] != nil || code.details.parameters[register] != nil
                || uniform.contains(register)
        }
        var changed = true
        while changed {
            changed = false
            for block in code.blocks {
                for instruction in block {
                    let destination = instruction.destination
                    guard destination >= 0, definitions[destination] == 1, !uniform.contains(destination),
                        instruction.isPure
                    else { continue }
                    let (first, second, third) = instruction.operands
                    if isUniform(first), isUniform(second), isUniform(third),
                        instruction.sources.allSatisfy(isUniform)
                    {
                        uniform.insert(destination)
                        changed = true
                    }
                }
            }
        }
        return uniform
    }

    /// Registers of 64 bits whose values end in addresses, comparisons and each other only, and those of them that end
    /// in addresses only.
    static func indexRegisters(_ code: BackEnd) -> (all: Set<Int32>, addressOnly: Set<Int32>) {
        var all: Set<Int32> = []
        for block in code.blocks {
            for instruction in block where instruction.destination >= 0 && instruction.width == 2 {
                switch instruction.operation {
                case .longAdd, .longSubtract, .longMultiply, .free, .shift, .bitwise:
                    all.insert(instruction.destination)
                default: break
                }
            }
        }
        var changed = true
        while changed {
            changed = false
            for block in code.blocks {
                for instruction in block {
                    let isAddress = instruction.operation == .address || instruction.operation == .compare
                    let isNarrowed = instruction.meaning == .narrow
                    if isAddress || isNarrowed || all.contains(instruction.destination) { continue }
                    // The first operand of an access is its address; what it stores are others.
                    for source in instruction.sources where all.contains(source) {
                        if instruction.isAccess, source == instruction.operands.0 { continue }
                        all.remove(source)
                        changed = true
                    }
                }
            }
        }
        var addressOnly = all
        for block in code.blocks {
            for instruction in block where instruction.operation != .address {
                for source in instruction.sources where addressOnly.contains(source) {
                    if instruction.isAccess, source == instruction.operands.0 { continue }
                    addressOnly.remove(source)
                }
            }
        }
        return (all, addressOnly)
    }
}

extension MachineInstruction {
    /// Whether its result depends on nothing but its operands.
    fileprivate var isPure: Bool {
        switch operation {
        case .globalLoad, .globalStore, .globalAtomic, .sharedLoad, .sharedStore, .sharedAtomic, .localLoad,
            .localStore,
            .barrier, .simdBarrier, .fence, .branch, .ballot, .broadcast, .shuffle, .shuffleDynamic, .quadShuffle,
            .simdSumFloat, .simdSumInt, .simdPrefix, .quadSum, .matrixHalf, .matrixFloat:
            false
        default: true
        }
    }
}
