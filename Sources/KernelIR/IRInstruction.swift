/// The number of an SSA value inside one function: arguments first, then results in textual order.
package struct ValueID: Hashable, Sendable {
    package let index: Int

    package init(_ index: Int) { self.index = index }
}

/// The index of a basic block inside its function, entry block 0, textual order.
package struct BlockID: Hashable, Sendable {
    package let index: Int

    package init(_ index: Int) { self.index = index }
}

/// An operand: an SSA value or a constant, with its type.
package struct IROperand: Hashable, Sendable {
    /// What the operand refers to.
    package enum Kind: Hashable, Sendable {
        case value(ValueID)
        case constant(IRConstant)
    }

    package let type: IRType
    package let kind: Kind
    /// What a call says about an address that it passes: a multiple of so many bytes; 1 where it says nothing.
    package let alignment: Int

    package init(type: IRType, kind: Kind, alignment: Int = 1) {
        self.type = type
        self.kind = kind
        self.alignment = alignment
    }
}

/// Where an instruction comes from in the user's source; line 0 where the compiler gives none.
package struct SourcePosition: Hashable, Sendable {
    /// File as named to the compiler; empty for the kernel's own text.
    package let file: String
    /// 1-based line of the innermost inlined-at frame that lies in the user's own text.
    package let line: Int
    package let column: Int

    package init(file: String = "", line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

package enum IRBinary: String, Hashable, Sendable {
    case add, sub, mul, udiv, sdiv, urem, srem, shl, lshr, ashr, and, or, xor
    case fadd, fsub, fmul, fdiv, frem
}

package enum IRCast: String, Hashable, Sendable {
    case trunc, zext, sext, fptrunc, fpext, fptoui, fptosi, uitofp, sitofp
    case ptrtoint, inttoptr, bitcast, addrspacecast
}

package enum IRIntegerPredicate: String, Hashable, Sendable {
    case eq, ne, ugt, uge, ult, ule, sgt, sge, slt, sle
}

package enum IRFloatPredicate: String, Hashable, Sendable {
    case `false`, oeq, ogt, oge, olt, ole, one, ord, ueq, ugt, uge, ult, ule, une, uno, `true`
}

package enum IRAtomicOperation: String, Hashable, Sendable {
    case xchg, add, sub, and, nand, or, xor, max, min, umax, umin, fadd, fsub, fmax, fmin
    case uincWrap = "uinc_wrap"
    case udecWrap = "udec_wrap"
}

/// Floating-point flags that the machine or the back end acts on.
package struct IRFastMath: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let contract = IRFastMath(rawValue: 1)
    package static let reassociate = IRFastMath(rawValue: 2)
    package static let noNaNs = IRFastMath(rawValue: 4)
    package static let noInfinities = IRFastMath(rawValue: 8)
    package static let approximate = IRFastMath(rawValue: 16)
    package static let reciprocal = IRFastMath(rawValue: 32)
    package static let noSignedZeros = IRFastMath(rawValue: 64)
}

/// What an instruction does. Operands keep their own types; the result type stands on `IRInstruction`.
package enum IROperation: Sendable {
    case binary(IRBinary, IROperand, IROperand, IRFastMath)
    case negate(IROperand, IRFastMath)
    case compareInteger(IRIntegerPredicate, IROperand, IROperand)
    case compareFloat(IRFloatPredicate, IROperand, IROperand)
    case cast(IRCast, IROperand)
    case select(condition: IROperand, ifTrue: IROperand, ifFalse: IROperand)
    case freeze(IROperand)
    case phi([(value: IROperand, from: BlockID)])
    case alloca(type: IRType, count: Int, alignment: Int)
    case load(pointer: IROperand, alignment: Int, atomic: Bool)
    case store(value: IROperand, pointer: IROperand, alignment: Int, atomic: Bool)
    case elementPointer(base: IROperand, element: IRType, indices: [IROperand])
    case extractElement(vector: IROperand, index: IROperand)
    case insertElement(vector: IROperand, value: IROperand, index: IROperand)
    /// Mask entries index the concatenation of both vectors; nil is poison.
    case shuffleVector(IROperand, IROperand, mask: [Int?])
    case extractValue(IROperand, indices: [Int])
    case insertValue(IROperand, value: IROperand, indices: [Int])
    case atomicUpdate(IRAtomicOperation, pointer: IROperand, value: IROperand)
    case compareExchange(pointer: IROperand, expected: IROperand, replacement: IROperand)
    case fence
    /// A direct call; `callee` is the name without `@`.
    case call(callee: String, arguments: [IROperand])
    /// `call asm "text", "constraints"(…)`.
    case inlineAssembly(text: String, constraints: String, arguments: [IROperand])
    case branch(BlockID)
    case conditionalBranch(IROperand, ifTrue: BlockID, ifFalse: BlockID)
    case switchBranch(IROperand, default: BlockID, cases: [(value: UInt64, target: BlockID)])
    case returnValue(IROperand?)
    case unreachable
}

/// One instruction of a basic block; the last one of each block is its only terminator.
package struct IRInstruction: Sendable {
    /// The value this defines; nil for stores, branches and void calls.
    package let result: ValueID?
    package let type: IRType
    package let operation: IROperation
    package let position: SourcePosition?

    package init(result: ValueID?, type: IRType, operation: IROperation, position: SourcePosition?) {
        self.result = result
        self.type = type
        self.operation = operation
        self.position = position
    }
}
