import Candidates
import Diagnostics
import StrictYAML

/// Computes what a set of sizes means for the buffers and scalars of a task.
struct TaskShapes {
    /// The task's buffers.
    let buffers: [TaskBuffer]
    /// The task's scalars.
    let scalars: [Located<TaskDefinition.NamedScalar>]
    /// The least that must be done.
    let floor: TaskEntry.Floor

    /// Most bytes of all buffers at one size.
    private static let maximumBytes = 1 << 33

    /// The size with counts, rows and scalars; nil when something has no value, which is reported.
    func size(_ entry: TaskEntry.Size, places: [TaskEntry.Buffer], _ root: YAMLReader) -> TaskSize? {
        let before = root.sink.diagnostics.count
        var counts: [Int] = []
        var rows: [Int] = []
        var total = 0
        for place in places {
            let buffer = place.buffer
            let count = integer(buffer.count, entry, place.countLocation, root) ?? 1
            let (bytes, overflow) = count.multipliedReportingOverflow(by: buffer.type.byteSize)
            if count < 1 || overflow || bytes > Self.maximumBytes - total {
                root.error(
                    "buffer '\(buffer.name)' has \(count) elements at size '\(entry.name.value)'",
                    at: place.countLocation,
                    hint: count < 1
                        ? "it needs at least 1" : "all buffers together may have \(Self.maximumBytes) bytes")
            } else {
                total += bytes
            }
            var length = count
            if let row = buffer.row, let location = place.rowLocation {
                length = integer(row, entry, location, root) ?? count
                if length < 1 || count % length != 0 {
                    root.error(
                        "rows of \(length) do not divide the \(count) elements of '\(buffer.name)' at size "
                            + "'\(entry.name.value)'", at: location)
                }
            }
            counts.append(count)
            rows.append(length)
        }
        var numbers: [String: Double] = [:]
        for scalar in scalars {
            do {
                numbers[scalar.value.name] = try scalar.value.value.evaluateFloat(
                    integers: entry.values, floats: numbers)
            } catch {
                report(error, entry, scalar.location, root)
            }
        }
        let bytes = floor.bytes.flatMap { integer($0.value, entry, $0.location, root) } ?? total
        let operations = floor.operations.flatMap { integer($0.value, entry, $0.location, root) } ?? 0
        guard root.sink.diagnostics.count == before else { return nil }
        return TaskSize(
            name: entry.name.value, weight: entry.weight, values: entry.values, counts: counts, rowLengths: rows,
            scalars: numbers, floorBytes: bytes, floorOperations: operations)
    }

    /// The value of an integer expression; nil after reporting.
    private func integer(
        _ expression: Expression, _ entry: TaskEntry.Size, _ location: SourceLocation, _ root: YAMLReader
    ) -> Int? {
        do {
            return try expression.evaluate(entry.values)
        } catch {
            report(error, entry, location, root)
            return nil
        }
    }

    /// Reports an expression's error at its column; one finding for all sizes with the same mistake.
    private func report(
        _ error: ExpressionError, _ entry: TaskEntry.Size, _ location: SourceLocation, _ root: YAMLReader
    ) {
        var place = location
        place.column += error.column - 1
        root.error(error.description, at: place, hint: error.hint)
    }
}
