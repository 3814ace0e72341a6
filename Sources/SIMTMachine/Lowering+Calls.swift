import CLanes
import KernelIR

extension Lowering {
    /// Lowers a call: inlined where the callee has a body, else an intrinsic, else refused by name.
    mutating func lowerCall(
        _ callee: String, arguments: [IROperand], instruction: IRInstruction, in frame: inout FunctionFrame
    ) throws(LoweringError) {
        if let function = module.functions[callee] {
            try inlineCall(function, arguments: arguments, instruction: instruction, in: &frame)
            return
        }
        if Self.hasNoEffect(callee) { return }
        let results = instruction.result.map { frame.values[$0.index] } ?? []
        if try lowerMemoryIntrinsic(callee, arguments: arguments, in: frame) { return }
        var operands: [[VirtualRegister]] = []
        for argument in arguments where argument.type != .metadata {
            operands.append(try registers(argument, in: frame))
        }
        let call = IntrinsicCall(
            name: callee, operands: operands, types: arguments.map(\.type), result: instruction.type, results: results)
        if let matrix = MatrixOperation(call) {
            program.matrixOperations.append(matrix)
            append(
                VirtualInstruction(
                    opcode: .matrix, extra: Int32(program.matrixOperations.count - 1), workClass: matrix.workClass,
                    line: line))
            return
        }
        if try lowerCollective(call) { return }
        guard let values = try lowerPure(call) else {
            throw LoweringError("call of '\(callee)', which is not defined and not supported", at: position)
        }
        if let result = instruction.result { frame.values[result.index] = values }
    }

    /// Intrinsics that only inform the optimiser.
    private static func hasNoEffect(_ callee: String) -> Bool {
        [
            "llvm.lifetime.", "llvm.dbg.", "llvm.assume", "llvm.experimental.noalias", "llvm.invariant.",
            "llvm.donothing",
        ]
        .contains { callee.hasPrefix($0) }
    }

    /// Inlines a call of a defined function.
    private mutating func inlineCall(
        _ function: IRFunction, arguments: [IROperand], instruction: IRInstruction, in frame: inout FunctionFrame
    ) throws(LoweringError) {
        var passed: [[VirtualRegister]] = []
        for (argument, parameter) in zip(arguments, function.parameters) {
            let registers = try registers(argument, in: frame)
            if let type = parameter.byValue, let address = registers.first {
                passed.append([try copyByValue(type, from: address)])
            } else {
                passed.append(registers)
            }
        }
        guard passed.count == function.parameters.count else {
            throw LoweringError("call of '\(function.name)' with \(passed.count) arguments", at: position)
        }
        let results = instruction.result.map { frame.values[$0.index] } ?? []
        for register in results { program.multiplyDefined.insert(register.index) }
        let entry = makeBlock()
        let continuation = makeBlock()
        terminate(.jump(entry), costs: false)
        let place = position
        let savedLine = line
        try inline(function, arguments: passed, entry: entry, continuation: continuation, results: results)
        current = continuation
        position = place
        line = savedLine
    }

    /// The address of a private copy of a by-value struct argument.
    private mutating func copyByValue(
        _ type: IRType, from address: VirtualRegister
    ) throws(LoweringError) -> VirtualRegister {
        let start = (program.privateBytes + 15) / 16 * 16
        guard type.byteSize <= 1 << 20, start + type.byteSize <= 1 << 20 else {
            throw LoweringError("private copies of one thread are larger than 1 MiB", at: position)
        }
        program.privateBytes = start + type.byteSize
        let copy = constant(SegmentAddress.pointer(segment: SegmentAddress.privateSegment, offset: start), wide: true)
        try copyMemory(bytes: type.byteSize, alignment: type.alignment, from: address, to: copy)
        return copy
    }

    /// Copies a constant number of bytes in the widest pieces that the alignment allows.
    private mutating func copyMemory(
        bytes: Int, alignment: Int, from source: VirtualRegister, to target: VirtualRegister, sourceSpace: Int = 0,
        targetSpace: Int = 0
    ) throws(LoweringError) {
        guard bytes <= 4096 else { throw unsupported("a copy of \(bytes) bytes") }
        let shape = pieces(bytes: bytes, alignment: alignment)
        // Sixteen bytes an access, the widest that GPUs have.
        var index = 0
        while index < shape.count {
            let start = shape[index].offset
            var end = index
            while end < shape.count, shape[end].offset + shape[end].byteCount - start <= 16 { end += 1 }
            let part = Array(shape[index..<end])
            let values = load(part, from: source, space: sourceSpace, alignment: min(alignment, part[0].byteCount))
            store(part, values, to: target, space: targetSpace, alignment: min(alignment, part[0].byteCount))
            index = end
        }
    }

    /// Scalars that cover `bytes` bytes.
    private func pieces(bytes: Int, alignment: Int) -> [Scalar] {
        var found: [Scalar] = []
        var offset = 0
        while offset < bytes {
            let width = [4, 2, 1].first { $0 <= max(1, alignment) && $0 <= bytes - offset && offset % $0 == 0 } ?? 1
            found.append(Scalar(offset: offset, type: .integer(bits: width * 8)))
            offset += width
        }
        return found
    }

    /// Lowers `llvm.memcpy`, `llvm.memmove` and `llvm.memset` of constant length; false for other callees.
    private mutating func lowerMemoryIntrinsic(
        _ callee: String, arguments: [IROperand], in frame: borrowing FunctionFrame
    ) throws(LoweringError) -> Bool {
        let isCopy = callee.hasPrefix("llvm.memcpy") || callee.hasPrefix("llvm.memmove")
        guard isCopy || callee.hasPrefix("llvm.memset"), arguments.count >= 3 else { return false }
        guard case .constant(.integer(let length)) = arguments[2].kind, length <= 1 << 20 else {
            throw unsupported("\(callee) of a computed length")
        }
        let target = try registers(arguments[0], in: frame)[0]
        let bytes = Int(length)
        let alignment = isCopy ? min(arguments[0].alignment, arguments[1].alignment) : arguments[0].alignment
        if isCopy {
            let source = try registers(arguments[1], in: frame)[0]
            try copyMemory(
                bytes: bytes, alignment: alignment, from: source, to: target,
                sourceSpace: arguments[1].type.memorySpace, targetSpace: arguments[0].type.memorySpace)
        } else {
            guard case .constant(.integer(let byte)) = arguments[1].kind else {
                throw unsupported("\(callee) of a computed value")
            }
            for scalar in pieces(bytes: bytes, alignment: alignment) {
                let pattern = byte & 0xFF &* 0x0101_0101
                let value = constant(pattern & ((1 << UInt64(scalar.byteCount * 8)) - 1), wide: false)
                store(
                    [scalar], [value], to: target, space: arguments[0].type.memorySpace, alignment: scalar.byteCount)
            }
        }
        return true
    }
}
