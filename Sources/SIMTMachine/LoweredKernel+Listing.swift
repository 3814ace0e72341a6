import CLanes

extension LoweredKernel {
    /// The lowered code as text, one instruction a line: line of the source, operation, result and operand rows.
    ///
    /// Rows are byte offsets into the register file. Blocks stand in the order in which diverged lanes resume them.
    package var listing: String {
        var text = "\(entry): \(registerBytes) register bytes, \(privateBytes) private bytes\n"
        for constant in constants { text += "  r\(constant.row) = \(constant.value)\n" }
        for (number, block) in blocks.enumerated() {
            text += "block \(number)\n"
            for position in Int(block.start)..<Int(block.end) {
                text += "  \(lines[position])\t\(describe(instructions[position], position))\n"
            }
            switch block.condition {
            case -1: text += "  jump \(block.ifTrue)\n"
            case -2: text += "  exit\n"
            default: text += "  branch r\(block.condition) ? \(block.ifTrue) : \(block.ifFalse)\n"
            }
        }
        return text
    }

    private func describe(_ instruction: FlatInstruction, _ position: Int) -> String {
        switch instruction.opcode {
        case .lane32, .lane64:
            let operation = operations[position]
            let operands = [instruction.first, instruction.second, instruction.third]
                .prefix(Int(ks_op_arity(operation))).map { "r\($0)" }
            return
                "\(String(cString: ks_op_name(operation))) r\(instruction.destination) \(operands.joined(separator: " "))"
        case .load, .store, .atomic:
            let entry = memory[Int(instruction.extra)]
            let parts = (0..<Int(entry.component_count)).map { index in
                let component = components[Int(entry.first_component) + index]
                return "r\(component.row):\(component.byte_count)+\(component.offset)"
            }
            return "\(instruction.opcode) [r\(instruction.first)] \(parts.joined(separator: " "))"
        case .warp:
            let name = WarpOperation(rawValue: instruction.extra).map { "\($0)" } ?? "warp"
            return "\(name) r\(instruction.destination) r\(instruction.first) r\(instruction.second)"
        default: return "\(instruction.opcode)"
        }
    }
}
