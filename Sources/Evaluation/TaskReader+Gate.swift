import Candidates
import Diagnostics
import StrictYAML

extension TaskReader {
    /// The physical floor of the task.
    func readFloor(_ map: MappingReader) -> TaskEntry.Floor {
        let section = map.reader("floor")?.mapping("'floor'", keys: ["bytes", "operations"])
        return TaskEntry.Floor(
            bytes: section?.optional("bytes", .taskExpression(decimals: false)),
            operations: section?.optional("operations", .taskExpression(decimals: false)))
    }

    /// The precision that the task asks for; f32 unless it is said or a buffer itself is of less.
    func readPrecision(_ map: MappingReader, _ buffers: [TaskEntry.Buffer]?) -> TaskPrecision {
        let hasHalf = (buffers ?? []).contains { $0.buffer.type == .f16 || $0.buffer.type == .bf16 }
        return map.optional("precision", YAMLShape<TaskPrecision>.choice, default: hasHalf ? .any : .f32)
    }
}
