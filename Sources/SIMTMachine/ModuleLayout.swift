import KernelIR

/// Where the global variables that a kernel reaches lie, and what their bytes are at the start.
package struct ModuleLayout: Sendable {
    /// Where the variables lie.
    private(set) var places = GlobalPlaces()
    /// Bytes of all statically sized threadgroup variables; dynamic ones (`extern __shared__`) start here.
    package private(set) var threadgroupBytes = 0
    /// Initial bytes of the module segment.
    package private(set) var moduleBytes: [UInt8] = []
    /// True where the module segment holds a variable that kernels may write.
    package private(set) var moduleIsWritable = false

    /// Threadgroup memory beyond this is refused before it is laid out.
    private static let limit = 1 << 30

    init(module: IRModule, entry: String) throws(LoweringError) {
        let names = Self.reachableGlobals(in: module, from: entry)
        for name in names {
            guard let global = module.globals[name], global.addressSpace == 3, global.initializer != nil else {
                continue
            }
            let offset = (threadgroupBytes + global.alignment - 1) / max(1, global.alignment) * max(1, global.alignment)
            places.threadgroup[name] = offset
            let (end, overflow) = offset.addingReportingOverflow(global.type.byteSize)
            guard !overflow, end <= Self.limit else {
                throw LoweringError("threadgroup memory of '\(name)' is larger than \(Self.limit) bytes", at: nil)
            }
            threadgroupBytes = end
        }
        for name in names {
            guard let global = module.globals[name], global.addressSpace == 3, global.initializer == nil else {
                continue
            }
            threadgroupBytes = (threadgroupBytes + 15) / 16 * 16
            places.threadgroup[name] = threadgroupBytes
        }
        var total = 0
        let others = names.filter { module.globals[$0].map { $0.addressSpace != 3 } ?? false }
        for name in others {
            guard let global = module.globals[name] else { continue }
            guard global.initializer != nil else {
                throw LoweringError("'\(name)' is declared but not defined", at: nil)
            }
            let alignment = max(1, global.alignment)
            total = (total + alignment - 1) / alignment * alignment
            places.module[name] = total
            let (end, overflow) = total.addingReportingOverflow(global.type.byteSize)
            guard !overflow, end <= Self.limit else {
                throw LoweringError("constant data of '\(name)' is larger than \(Self.limit) bytes", at: nil)
            }
            total = end
            if !global.isConstant { moduleIsWritable = true }
        }
        moduleBytes = Array(repeating: 0, count: total)
        for name in others {
            guard let global = module.globals[name], let initializer = global.initializer,
                let offset = places.module[name]
            else { continue }
            try write(TypedConstant(type: global.type, value: initializer), at: offset)
        }
    }

    /// Writes a constant's bytes in little-endian order.
    private mutating func write(_ constant: TypedConstant, at offset: Int) throws(LoweringError) {
        switch constant.value {
        case .bytes(let bytes): moduleBytes.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        case .zero, .undef, .poison, .null: return
        case .aggregate(let elements):
            switch constant.type {
            case .structure(let fields, let packed):
                for (element, place) in zip(elements, IRType.layout(fields: fields, packed: packed).offsets) {
                    try write(element, at: offset + place)
                }
            case .vector(_, let inner):
                for (index, element) in elements.enumerated() {
                    try write(element, at: offset + index * inner.bitWidth / 8)
                }
            default:
                for (index, element) in elements.enumerated() {
                    try write(element, at: offset + index * element.type.byteSize)
                }
            }
        default:
            guard let bits = ConstantBits(globals: places).bits(of: constant) else {
                throw LoweringError("a global variable's initial value is not supported", at: nil)
            }
            for byte in 0..<min(8, constant.type.byteSize) {
                moduleBytes[offset + byte] = UInt8(truncatingIfNeeded: bits >> UInt64(8 * byte))
            }
        }
    }

    /// Names of the globals that the kernel's code or their initial values refer to, sorted.
    private static func reachableGlobals(in module: IRModule, from entry: String) -> [String] {
        var seen: Set<String> = []
        var globals: Set<String> = []
        var work = [entry]
        while let name = work.popLast() {
            guard seen.insert(name).inserted else { continue }
            if let function = module.functions[name] {
                for block in function.blocks {
                    for instruction in block.instructions {
                        if case .call(let callee, _) = instruction.operation { work.append(callee) }
                        for operand in instruction.operation.operands {
                            if case .constant(let value) = operand.kind { collect(value, into: &work) }
                        }
                    }
                }
            }
            if let global = module.globals[name] {
                globals.insert(name)
                if let initializer = global.initializer { collect(initializer, into: &work) }
            }
        }
        return globals.sorted()
    }

    private static func collect(_ constant: IRConstant, into names: inout [String]) {
        switch constant {
        case .global(let name): names.append(name)
        case .aggregate(let elements): for element in elements { collect(element.value, into: &names) }
        case .elementPointer(let base, _, let indices):
            collect(base.value, into: &names)
            for index in indices { collect(index.value, into: &names) }
        case .cast(_, let inner): collect(inner.value, into: &names)
        default: return
        }
    }
}
