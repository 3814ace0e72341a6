import SIMTMachine

/// One instruction of a sequence: its class and which earlier ones of the sequence it reads.
struct SequenceStep {
    /// Class.
    let operation: OperationClass
    /// Places in the sequence whose results it reads; -1 stands for the operands of what is replaced.
    let reads: [Int]

    init(_ operation: OperationClass, _ reads: Int...) { self.init(operation, reads: reads) }

    init(_ operation: OperationClass, reads: [Int]) {
        self.operation = operation
        self.reads = reads
    }
}
