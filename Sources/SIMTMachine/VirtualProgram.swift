/// A kernel lowered to basic blocks over virtual registers: every call inlined, every vector taken apart.
struct VirtualProgram {
    var blocks: [VirtualBlock] = []
    /// Width of each virtual register: true for 64 bits.
    var isWide: [Bool] = []
    /// Registers that hold the same value in every lane from the start.
    var constants: [(register: VirtualRegister, value: UInt64)] = []
    /// Registers that hold launch arguments, by parameter of the entry function and component.
    var parameters: [[VirtualRegister]] = []
    /// Registers that hold grid positions and sizes that the kernel asks for by intrinsic.
    var builtins: [(register: VirtualRegister, builtin: ThreadBuiltin, component: Int)] = []
    var memoryOperations: [MemoryOperation] = []
    var matrixOperations: [MatrixOperation] = []
    /// Bytes of private arrays per thread.
    var privateBytes = 0
    /// Registers written in more than one place (phi results, promoted variables).
    var multiplyDefined: Set<Int32> = []

    /// A new register.
    mutating func makeRegister(wide: Bool) -> VirtualRegister {
        isWide.append(wide)
        return VirtualRegister(isWide.count - 1)
    }
}

/// The side table entry of a simdgroup-matrix operation on 8x8 matrices of two elements a lane.
struct MatrixOperation {
    /// Format of the elements of a and b; c and d are f32.
    enum Format { case float, half, bfloat }

    let format: Format
    /// `inputs` are the lanes' elements of a, b and c, two registers each; `outputs` those of d = a·b + c.
    let inputs: [VirtualRegister]
    let outputs: [VirtualRegister]
}
