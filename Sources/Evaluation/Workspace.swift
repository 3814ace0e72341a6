import Candidates
import SIMTMachine

/// Device memory with a task's buffers and a plan's temporaries at one size.
struct Workspace {
    /// What temporaries hold before a kernel writes them.
    enum TemporaryFill {
        /// Not a number, so that a read before the first write shows in the result.
        case notANumber
        /// Zero, which costs nothing: right where only some threadgroups run and others' results are missing.
        case zero
    }

    /// The memory.
    let memory: DeviceMemory
    /// Buffers and temporaries by name.
    let buffers: [String: BufferID]
    /// Element types by name, for messages.
    let elements: [String: ElementType]

    /// Memory for `plan`, the outputs marked as unwritten.
    init(
        task: TaskDefinition, size: TaskSize, inputs: [SharedBytes?], plan: ResolvedPlan, temporaries: TemporaryFill
    ) throws(DeviceMemory.Exhausted) {
        let memory = DeviceMemory()
        var buffers: [String: BufferID] = [:]
        var elements: [String: ElementType] = [:]
        for (index, buffer) in task.buffers.enumerated() {
            elements[buffer.name] = buffer.type
            if let contents = inputs[index] {
                buffers[buffer.name] = try memory.addBuffer(name: buffer.name, shared: contents)
            } else {
                let id = try memory.addBuffer(
                    name: buffer.name, byteCount: size.counts[index] * buffer.type.byteSize, isWritable: true)
                memory.withBytes(of: id) { ElementCodec(buffer.type).fillUnwritten($0) }
                buffers[buffer.name] = id
            }
        }
        for temporary in plan.temporaries {
            let id = try memory.addBuffer(
                name: temporary.name, byteCount: temporary.count * temporary.type.byteSize, isWritable: true)
            if temporaries == .notANumber {
                memory.withBytes(of: id) { _ = $0.initializeMemory(as: UInt8.self, repeating: 0xFF) }
            }
            elements[temporary.name] = temporary.type
            buffers[temporary.name] = id
        }
        self.memory = memory
        self.buffers = buffers
        self.elements = elements
    }

    /// The bytes of a buffer of the task.
    func withBytes<Result>(of name: String, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result? {
        guard let id = buffers[name] else { return nil }
        return try memory.withBytes(of: id) { try body(UnsafeRawBufferPointer($0)) }
    }
}
