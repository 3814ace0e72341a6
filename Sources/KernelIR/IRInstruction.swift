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
