import CLanes
import KernelIR

extension Lowering {
    /// Lowers operations over the lanes of a warp or the threads of a threadgroup; false where the name is no such one.
    mutating func lowerCollective(_ call: IntrinsicCall) throws(LoweringError) -> Bool {
        switch call.name {
        case "__ks_threadgroup_barrier":
            append(VirtualInstruction(opcode: .barrier, first: call.scalar(0), workClass: .barrier, line: line))
            return true
        case "llvm.nvvm.barrier0", "llvm.nvvm.barrier.cta.sync.aligned.all",
            "llvm.nvvm.barrier.sync", "llvm.nvvm.bar.sync":
            append(VirtualInstruction(opcode: .barrier, workClass: .barrier, line: line))
            return true
        case "__ks_simdgroup_barrier":
            append(VirtualInstruction(opcode: .nothing, first: call.scalar(0), workClass: .simdBarrier, line: line))
            return true
        case "llvm.nvvm.bar.warp.sync":
            append(VirtualInstruction(opcode: .nothing, workClass: .simdBarrier, line: line))
            return true
        case "__ks_fence", "llvm.nvvm.membar.cta", "llvm.nvvm.membar.gl", "llvm.nvvm.membar.sys":
            append(VirtualInstruction(opcode: .nothing, workClass: .fence, line: line))
            return true
        case "__ks_warp_members", "__ks_warp_barrier":
            let isBarrier = call.name.hasSuffix("barrier")
            append(
                VirtualInstruction(
                    opcode: .nothing, first: call.scalar(0),
                    extra: isBarrier ? FlatInstruction.warpBarrier : FlatInstruction.warpMembers,
                    workClass: isBarrier ? .simdBarrier : .free, line: line))
            return true
        case "__ks_async_commit":
            append(VirtualInstruction(opcode: .nothing, workClass: .asyncCommit, line: line))
            return true
        case "__ks_async_wait_0", "__ks_async_wait_1", "__ks_async_wait_2", "__ks_async_wait_3":
            let left = Int32(call.name.utf8.last ?? 0) - 48
            append(
                VirtualInstruction(
                    opcode: .nothing, extra: FlatInstruction.asyncWait + left, workClass: .asyncWait, line: line))
            return true
        case "__ks_async_store_1", "__ks_async_store_2", "__ks_async_store_4":
            let values = call.operands.dropFirst().compactMap(\.first)
            let shape = values.indices.map { Scalar(offset: 4 * ($0 - values.startIndex), type: .integer(bits: 32)) }
            append(
                VirtualInstruction(
                    opcode: .store, first: call.scalar(0),
                    extra: memoryOperation(shape, Array(values), alignment: 4 * values.count), workClass: .asyncStore,
                    line: line))
            return true
        case "__ks_texture_outside_read", "__ks_texture_outside_write":
            let extra = call.name.hasSuffix("write") ? FlatInstruction.textureWrite : FlatInstruction.textureRead
            append(VirtualInstruction(opcode: .nothing, extra: extra, workClass: .free, line: line))
            return true
        case "llvm.trap", "llvm.debugtrap", "llvm.ubsantrap":
            append(VirtualInstruction(opcode: .trap, workClass: .free, line: line))
            return true
        default: break
        }
        if let vote = BarrierVote(intrinsic: call.name), let result = call.results.first {
            append(
                VirtualInstruction(
                    opcode: .barrier, destination: result, first: call.scalar(0), extra: vote.rawValue,
                    workClass: .barrier, line: line))
            return true
        }
        if let entry = Self.collectives[call.name], let result = call.results.first {
            append(
                VirtualInstruction(
                    opcode: .warp, destination: result, first: call.scalar(0), second: call.scalar(1),
                    third: call.scalar(2), extra: entry.operation.rawValue, workClass: entry.workClass, line: line))
            return true
        }
        if let operation = Self.cudaShuffles[call.name], let result = call.results.first {
            append(
                VirtualInstruction(
                    opcode: .warp, destination: result, first: call.scalar(1), second: call.scalar(2),
                    third: call.scalar(3), extra: operation.rawValue, workClass: .shuffle, line: line))
            return true
        }
        return false
    }

    /// `llvm.nvvm.shfl.sync.*`: member mask, value, lane operand, clamp word.
    private static let cudaShuffles: [String: WarpOperation] = [
        "llvm.nvvm.shfl.sync.idx.i32": .cudaShuffleIndex, "llvm.nvvm.shfl.sync.idx.f32": .cudaShuffleIndex,
        "llvm.nvvm.shfl.sync.up.i32": .cudaShuffleUp, "llvm.nvvm.shfl.sync.up.f32": .cudaShuffleUp,
        "llvm.nvvm.shfl.sync.down.i32": .cudaShuffleDown, "llvm.nvvm.shfl.sync.down.f32": .cudaShuffleDown,
        "llvm.nvvm.shfl.sync.bfly.i32": .cudaShuffleXor, "llvm.nvvm.shfl.sync.bfly.f32": .cudaShuffleXor,
    ]

    private static let collectives: [String: (operation: WarpOperation, workClass: OperationClass)] = [
        "__ks_simd_sum_f32": (.sumFloat, .simdSumFloat), "__ks_simd_product_f32": (.productFloat, .simdSumFloat),
        "__ks_simd_sum_i32": (.sumInt, .simdSumInt), "__ks_simd_product_i32": (.productInt, .simdSumInt),
        "__ks_simd_max_f32": (.maxFloat, .simdSumFloat), "__ks_simd_min_f32": (.minFloat, .simdSumFloat),
        "__ks_simd_max_i32": (.maxSigned, .simdSumInt), "__ks_simd_min_i32": (.minSigned, .simdSumInt),
        "__ks_simd_max_u32": (.maxUnsigned, .simdSumInt), "__ks_simd_min_u32": (.minUnsigned, .simdSumInt),
        "__ks_simd_and_b32": (.andInt, .simdSumInt), "__ks_simd_or_b32": (.orInt, .simdSumInt),
        "__ks_simd_xor_b32": (.xorInt, .simdSumInt),
        "__ks_simd_prefix_inclusive_sum_f32": (.prefixInclusiveSumFloat, .simdPrefix),
        "__ks_simd_prefix_inclusive_sum_i32": (.prefixInclusiveSumInt, .simdPrefix),
        "__ks_simd_prefix_exclusive_sum_f32": (.prefixExclusiveSumFloat, .simdPrefix),
        "__ks_simd_prefix_exclusive_sum_i32": (.prefixExclusiveSumInt, .simdPrefix),
        "__ks_simd_prefix_inclusive_product_f32": (.prefixInclusiveProductFloat, .simdPrefix),
        "__ks_simd_prefix_inclusive_product_i32": (.prefixInclusiveProductInt, .simdPrefix),
        "__ks_simd_prefix_exclusive_product_f32": (.prefixExclusiveProductFloat, .simdPrefix),
        "__ks_simd_prefix_exclusive_product_i32": (.prefixExclusiveProductInt, .simdPrefix),
        // The unit that loads a matrix gathers the addresses of its rows itself.
        "__ks_row_address_b32": (.shuffle, .free),
        "__ks_simd_shuffle_b32": (.shuffle, .shuffleDynamic), "__ks_simd_shuffle_xor_b32": (.shuffleXor, .shuffle),
        "__ks_simd_shuffle_up_b32": (.shuffleUp, .shuffle), "__ks_simd_shuffle_down_b32": (.shuffleDown, .shuffle),
        "__ks_simd_broadcast_b32": (.broadcast, .broadcast),
        "__ks_simd_broadcast_first_b32": (.broadcastFirst, .broadcast),
        "__ks_simd_ballot": (.ballot, .ballot), "__ks_simd_all": (.all, .ballot), "__ks_simd_any": (.any, .ballot),
        "llvm.nvvm.activemask": (.activeMask, .ballot),
    ]
}
