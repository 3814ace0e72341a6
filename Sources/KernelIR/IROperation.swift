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
    /// `nontemporal` is the hint of that name.
    case load(pointer: IROperand, alignment: Int, atomic: Bool, nontemporal: Bool = false)
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
