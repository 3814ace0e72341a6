/// The side table entry of a matrix product d = a·b + c that a warp computes together.
struct MatrixOperation {
    /// What the factors are; sums are f32, or i32 for `integer`.
    enum Format: UInt8 { case float, half, bfloat, tf32, integer }

    /// Size of the product and where its elements are.
    enum Shape: UInt8 {
        /// 8x8 times 8x8, Apple's simdgroup matrices: `SimdgroupTile`.
        case simdgroup
        /// 16x16 times 16x8, PTX `mma.m16n8k16`: `DeepTile`.
        case deep
        /// 16x8 times 8x8, PTX `mma.m16n8k8` in tf32: `ShallowTile`.
        case shallow
    }

    let shape: Shape
    let format: Format
    /// A lane's elements of a, of b and of c, in this order.
    private(set) var inputs: [VirtualRegister]
    /// A lane's elements of d.
    private(set) var outputs: [VirtualRegister]
    /// What one product costs a GPU core.
    let workClass: OperationClass

    /// The product that an intrinsic call stands for, if any.
    init?(_ call: IntrinsicCall) {
        guard let kind = Self.kinds[call.name] else { return nil }
        let counts = call.operands.map(\.count)
        let wanted =
            switch kind.shape {
            case .simdgroup: [2, 2, 2]
            case .deep: [8, 4, 4]
            case .shallow: [4, 2, 4]
            }
        guard counts == wanted, call.results.count == wanted[2] else { return nil }
        shape = kind.shape
        format = kind.format
        inputs = call.operands.flatMap { $0 }
        outputs = call.results
        workClass = kind.format == .float || kind.format == .tf32 ? .matrixFloat : .matrixHalf
    }

    /// The same product in other registers.
    func renamed(_ name: (VirtualRegister) -> VirtualRegister) -> MatrixOperation {
        var copy = self
        copy.inputs = inputs.map(name)
        copy.outputs = outputs.map(name)
        return copy
    }

    private static let kinds: [String: (shape: Shape, format: Format)] = [
        "__ks_simdgroup_multiply_accumulate_f32": (.simdgroup, .float),
        "__ks_simdgroup_multiply_accumulate_f16": (.simdgroup, .half),
        "__ks_simdgroup_multiply_accumulate_bf16": (.simdgroup, .bfloat),
        "__ks_mma_m16n8k16_f16": (.deep, .half), "__ks_mma_m16n8k16_bf16": (.deep, .bfloat),
        "__ks_mma_m16n8k16_i8": (.deep, .integer), "__ks_mma_m16n8k8_tf32": (.shallow, .tf32),
    ]
}
