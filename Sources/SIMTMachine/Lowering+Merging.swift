import CLanes

/// Joins loads and stores of neighbouring addresses, as the vendors' compilers do: `float4` members become one access.
extension Lowering {
    /// Widest access of one lane in bytes.
    private static let widest = 16

    /// A memory instruction whose address is a register plus a constant.
    private struct Access {
        /// Place in the block.
        let place: Int
        /// What the address counts from.
        let base: LinearAddress
        /// Byte distance from that.
        let offset: Int
        /// Bytes of which the address is a multiple.
        let alignment: Int
        /// Its side table entry.
        let operation: MemoryOperation
    }

    /// Joins what stands in one block without other memory work in between.
    mutating func mergeAccesses() {
        var values: [Int32: Int] = [:]
        for constant in program.constants {
            let isWide = program.isWide[constant.register.subscriptIndex]
            values[constant.register.index] =
                isWide
                ? Int(truncatingIfNeeded: constant.value) : Int(Int32(truncatingIfNeeded: constant.value))
        }
        let unchanging = unchangingValues()
        for block in program.blocks.indices {
            for opcode in [Opcode.load, .store] { merge(opcode, in: block, values, unchanging) }
        }
    }

    /// The arithmetic on registers that are written in one place only, all its operands included.
    private func unchangingValues() -> [Int32: VirtualInstruction] {
        var counts = [Int](repeating: 0, count: program.isWide.count)
        for block in program.blocks {
            for instruction in block.instructions {
                program.forEachDefinition(instruction) { counts[$0.subscriptIndex] += 1 }
            }
        }
        var found: [Int32: VirtualInstruction] = [:]
        for block in program.blocks {
            for instruction in block.instructions where instruction.opcode == .lane64 || instruction.opcode == .lane32 {
                var isUnchanging = counts[instruction.destination.subscriptIndex] == 1
                program.forEachUse(instruction) { if counts[$0.subscriptIndex] > 1 { isUnchanging = false } }
                if isUnchanging { found[instruction.destination.index] = instruction }
            }
        }
        return found
    }

    /// Joins the loads or stores of one block.
    private mutating func merge(
        _ opcode: Opcode, in block: Int, _ constants: [Int32: Int], _ unchanging: [Int32: VirtualInstruction]
    ) {
        let code = MergingCode(program, block, constants: constants, unchanging: unchanging)
        let instructions = code.instructions
        var runs: [[Access]] = [[]]
        for (place, instruction) in instructions.enumerated() {
            switch instruction.opcode {
            case .load, .store, .atomic, .barrier, .nothing, .warp, .matrix, .trap:
                guard instruction.opcode == opcode, instruction.workClass != .localLoad,
                    instruction.workClass != .localStore
                else {
                    // Loads may pass loads and exchanges between lanes; nothing else may pass memory work.
                    if !(opcode == .load && instruction.opcode == .warp) { runs.append([]) }
                    continue
                }
                let operation = program.memoryOperations[Int(instruction.extra)]
                if operation.isMatrixPart { continue }
                let address = LinearAddress(instruction.first, at: place, in: block, code)
                // The compiler itself places the kernel's threadgroup arrays, at multiples of its widest access.
                let isOwn =
                    SegmentAddress.segment(of: UInt64(bitPattern: Int64(address.constant)))
                    == SegmentAddress.threadgroupSegment
                let known = isOwn ? min(address.stride, (address.constant & 0xFFFF_FFFF).trailingPower) : 1
                runs[runs.count - 1].append(
                    Access(
                        place: place, base: address.base, offset: address.constant,
                        alignment: max(operation.alignment, known), operation: operation))
            default: break
            }
        }
        var gone: Set<Int> = []
        var replaced: [Int: VirtualInstruction] = [:]
        for run in runs where run.count > 1 {
            for group in groups(of: run) {
                let ordered = group.sorted { $0.place < $1.place }
                guard let lowest = group.first, let target = opcode == .load ? ordered.first : ordered.last else {
                    continue
                }
                var joined = instructions[target.place]
                let address = instructions[lowest.place].first
                // A load's address must be there at the first of them; a store's always is at the last.
                guard
                    code.lastWrite(of: address.index, before: lowest.place)
                        == code.lastWrite(of: address.index, before: target.place)
                else { continue }
                joined.first = address
                let components = group.flatMap { access in
                    access.operation.components.map {
                        MemoryComponent(
                            offset: $0.offset + (access.offset &- lowest.offset), byteCount: $0.byteCount,
                            register: $0.register)
                    }
                }
                program.memoryOperations.append(
                    MemoryOperation(
                        components: components, byteCount: components.map { $0.offset + $0.byteCount }.max() ?? 0,
                        alignment: lowest.operation.alignment, atomic: nil))
                joined.extra = Int32(program.memoryOperations.count - 1)
                replaced[target.place] = joined
                for access in group where access.place != target.place { gone.insert(access.place) }
            }
        }
        guard !replaced.isEmpty else { return }
        program.blocks[block].instructions = instructions.enumerated().compactMap { place, instruction in
            gone.contains(place) ? nil : replaced[place] ?? instruction
        }
    }

    /// Groups of two and more accesses that lie side by side within one aligned piece, lowest address first.
    private func groups(of run: [Access]) -> [[Access]] {
        var families: [LinearAddress: [Access]] = [:]
        var order: [LinearAddress] = []
        for access in run {
            if families[access.base] == nil { order.append(access.base) }
            families[access.base, default: []].append(access)
        }
        return order.flatMap { base in
            groups(ofFamily: (families[base] ?? []).sorted { ($0.offset, $0.place) < ($1.offset, $1.place) })
        }
    }

    /// The same for accesses that differ by constants, in the order of their addresses.
    private func groups(ofFamily sorted: [Access]) -> [[Access]] {
        var groups: [[Access]] = []
        var place = 0
        while place < sorted.count {
            let lowest = sorted[place]
            var members = [lowest]
            // Offsets are the kernel's own and wrap as its pointers do.
            var end = lowest.offset &+ lowest.operation.byteCount
            let limit = min(Self.widest, lowest.alignment)
            var next = place + 1
            while next < sorted.count, sorted[next].offset == end,
                (end &- lowest.offset) + sorted[next].operation.byteCount <= limit
            {
                members.append(sorted[next])
                end &+= sorted[next].operation.byteCount
                next += 1
            }
            // Accesses of one, two, four, eight or sixteen bytes exist.
            while members.count > 1, (end &- lowest.offset).nonzeroBitCount != 1 {
                end &-= members.removeLast().operation.byteCount
            }
            if members.count > 1 { groups.append(members) }
            place += members.count
        }
        return groups
    }
}

/// An address as a sum of registers with factors and a constant, for accesses of one block.
struct LinearAddress: Hashable {
    /// A register and where in the block it was written last, -1 before it.
    struct Atom: Hashable {
        let register: Int32
        let written: Int
    }

    /// Factors in the order of the atoms.
    private(set) var terms: [Atom: Int] = [:]
    /// The part that is known; it holds the segment of memory that is the kernel's own.
    private(set) var constant = 0
    /// Registers looked through on the way to an address.
    private static let depthLimit = 24
    /// Most atoms.
    private static let termLimit = 8

    /// Factors times what their registers are multiples of, joined by or.
    private var multiples = 0

    /// Bytes of which the address is surely a multiple, when the constant part is.
    var stride: Int { multiples.trailingPower }

    /// The same address without its constant.
    var base: LinearAddress {
        var copy = self
        copy.constant = 0
        copy.multiples = 0
        return copy
    }

    /// The address in `register` at `place` of a block.
    init(_ register: VirtualRegister, at place: Int, in block: Int, _ code: MergingCode) {
        add(register, times: 1, at: place, block, code, depth: 0)
    }

    /// Adds `register` times `factor`.
    private mutating func add(
        _ register: VirtualRegister, times factor: Int, at place: Int, _ block: Int, _ code: MergingCode, depth: Int
    ) {
        if let value = code.constants[register.index] {
            constant &+= value &* factor
            return
        }
        let written = code.lastWrite(of: register.index, before: place)
        // What another block computed may use loop variables that have moved on since.
        let elsewhere = written < 0 ? code.unchanging[register.index] : nil
        guard depth < Self.depthLimit, terms.count < Self.termLimit,
            let made = written >= 0 ? code.instructions[written] : elsewhere,
            made.opcode == .lane64 || made.opcode == .lane32
        else {
            keep(register, written, factor, made: nil, code)
            return
        }
        func next(_ operand: VirtualRegister, _ scale: Int) {
            add(operand, times: factor &* scale, at: written, block, code, depth: depth + 1)
        }
        switch made.operation {
        case KS_ADD_I64, KS_ADD_I32:
            next(made.first, 1)
            next(made.second, 1)
        case KS_MOVE_64, KS_MOVE_32, KS_ZEXT_I32_I64, KS_SEXT_I32_I64: next(made.first, 1)
        case KS_SHL_ADD_I64, KS_SHL_ADD_U32, KS_SHL_ADD_S32:
            guard let distance = code.constants[made.third.index], (0..<32).contains(distance) else { break }
            next(made.first, 1)
            next(made.second, 1 << distance)
            return
        case KS_SHL_I64, KS_SHL_I32:
            guard let distance = code.constants[made.second.index], (0..<32).contains(distance) else { break }
            next(made.first, 1 << distance)
            return
        case KS_MUL_I64, KS_MUL_I32:
            guard let scale = code.constants[made.second.index], scale.magnitude < 1 << 32 else { break }
            next(made.first, scale)
            return
        default: break
        }
        switch made.operation {
        case KS_ADD_I64, KS_ADD_I32, KS_MOVE_64, KS_MOVE_32, KS_ZEXT_I32_I64, KS_SEXT_I32_I64: return
        default: keep(register, written, factor, made: made, code)
        }
    }

    /// Takes a register as it is; masked bits tell what it is a multiple of.
    private mutating func keep(
        _ register: VirtualRegister, _ written: Int, _ factor: Int, made: VirtualInstruction?, _ code: MergingCode
    ) {
        terms[Atom(register: register.index, written: written), default: 0] &+= factor
        var multiple = 1
        if let made, made.operation == KS_AND_I32 || made.operation == KS_AND_I64,
            let mask = code.constants[made.second.index]
        {
            multiple = mask.trailingPower
        }
        multiples |= factor &* multiple
    }
}

extension Int {
    /// The greatest power of two that divides it; 2^32 for 0.
    fileprivate var trailingPower: Int { self == 0 ? 1 << 32 : 1 << Swift.min(32, trailingZeroBitCount) }
}

/// One block as the search for neighbouring accesses looks at it.
struct MergingCode {
    let instructions: [VirtualInstruction]
    let constants: [Int32: Int]
    /// Instructions whose operands keep their values once they have them, by the register they write.
    let unchanging: [Int32: VirtualInstruction]
    /// Places at which each register is written, ascending.
    private var writes: [Int32: [Int]] = [:]

    init(
        _ program: VirtualProgram, _ block: Int, constants: [Int32: Int], unchanging: [Int32: VirtualInstruction]
    ) {
        self.unchanging = unchanging
        instructions = program.blocks[block].instructions
        self.constants = constants
        for (place, instruction) in instructions.enumerated() {
            program.forEachDefinition(instruction) { writes[$0.index, default: []].append(place) }
        }
    }

    /// The last place before `place` at which `register` is written, -1 where there is none in the block.
    func lastWrite(of register: Int32, before place: Int) -> Int {
        writes[register]?.last { $0 < place } ?? -1
    }
}
