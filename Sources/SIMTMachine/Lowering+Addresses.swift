import CLanes

extension Lowering {
    /// Lets address arithmetic widen its 32-bit index itself, where the widening stands in the same block.
    ///
    /// The widening stays for other readers; without any, `dropDeadWork` takes it away.
    mutating func fuseAddresses() {
        for blockIndex in program.blocks.indices {
            // Where each register was last written in this block, and the widenings met so far.
            var defined: [Int32: Int] = [:]
            for index in program.blocks[blockIndex].instructions.indices {
                var instruction = program.blocks[blockIndex].instructions[index]
                if instruction.operation == KS_SHL_ADD_I64, instruction.opcode == .lane64,
                    let made = defined[instruction.second.index]
                {
                    let widening = program.blocks[blockIndex].instructions[made]
                    let fused: ks_op? =
                        switch widening.operation {
                        case KS_ZEXT_I32_I64: KS_SHL_ADD_U32
                        case KS_SEXT_I32_I64: KS_SHL_ADD_S32
                        default: nil
                        }
                    if let fused, widening.opcode == .lane64, (defined[widening.first.index] ?? -1) < made {
                        instruction.operation = fused
                        instruction.second = widening.first
                        program.blocks[blockIndex].instructions[index] = instruction
                    }
                }
                program.forEachDefinition(instruction) { defined[$0.index] = index }
            }
        }
    }
}
