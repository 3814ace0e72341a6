/// A kernel lowered to basic blocks over virtual registers: every call inlined, every vector taken apart.
struct VirtualProgram {
    var blocks: [VirtualBlock] = []
    /// Width of each virtual register: true for 64 bits.
    var isWide: [Bool] = []
    /// Registers that hold the same value in every lane from the start.
    var constants: [(register: VirtualRegister, value: UInt64)] = []
    /// The values of `constants` by register.
    var constantValues: [Int32: UInt64] = [:]
    /// Those of them that stand for an undefined value.
    var undefinedConstants: Set<Int32> = []
    /// Registers that hold launch arguments, by parameter of the entry function and component.
    var parameters: [[VirtualRegister]] = []
    /// Which of the parameters are pointers to what nothing else points to.
    var unaliased: [Int] = []
    /// Those that are the address of a structure passed by value, by number.
    var structureParameters: [Int] = []
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
