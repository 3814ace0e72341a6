import Candidates
import SIMTMachine

/// Tries a task's check on candidates that do nothing worth the name.
///
/// A check that one of them passes cannot tell a kernel from it, so the task is refused. The outputs are written here,
/// without any kernel, from what the oracle says.
struct NullPanel {
    /// The task.
    let task: TaskDefinition
    /// What is right.
    let oracle: Oracle
    /// The run's seed.
    let seed: UInt64

    /// Throws the reason when a null candidate passes at every check size.
    func run() throws(TaskRefusal) {
        var survivors = NullCandidate.all(of: task)
        for size in task.checkSizes where !survivors.isEmpty {
            let inputs = contents(at: size, "panel")
            let right = try outputs(at: size, inputs)
            let other = try outputs(at: size, contents(at: size, "panel of others"))
            let beginning = try outputs(at: size, beginnings(inputs, size))
            survivors = survivors.filter { null in
                passes(null, at: size, inputs: inputs, right: right, other: other, beginning: beginning)
            }
        }
        guard let survivor = survivors.first else { return }
        throw TaskRefusal(
            "the check of task '\(task.name)' cannot tell a kernel from one that \(survivor.description(task)): that "
                + "passes at every check size with the tolerance \(OutputCheck.short(task.tolerance)); give it inputs or "
                + "sizes that matter, or a smaller tolerance")
    }

    /// Rows of each output by its index among the buffers.
    private typealias Rows = [Int: [[Double]]]

    private func contents(at size: TaskSize, _ name: String) -> [SharedBytes?] {
        InputGenerator(seed: seed, task: task.name, checkedSize: size.name, candidate: name)
            .contents(of: task, at: size)
    }

    /// Inputs of which only the first hundredth is left.
    private func beginnings(_ inputs: [SharedBytes?], _ size: TaskSize) -> [SharedBytes?] {
        zip(task.buffers.indices, inputs).map { index, contents in
            guard let contents else { return nil }
            let kept = (size.counts[index] + 99) / 100 * task.buffers[index].type.byteSize
            return SharedBytes(byteCount: contents.byteCount) { bytes in
                contents.withBytes { bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[..<kept])) }
            }
        }
    }

    private func outputs(at size: TaskSize, _ inputs: [SharedBytes?]) throws(TaskRefusal) -> Rows {
        var found: Rows = [:]
        for (index, buffer) in task.buffers.enumerated() where buffer.role == .output {
            let rows = Array(0..<(size.counts[index] / size.rowLengths[index]))
            found[index] = try oracle.rows(rows, of: index, at: size, inputs: inputs)
        }
        return found
    }

    /// Whether every output of a null candidate is taken for right.
    private func passes(
        _ null: NullCandidate, at size: TaskSize, inputs: [SharedBytes?], right: Rows, other: Rows, beginning: Rows
    ) -> Bool {
        for index in right.keys.sorted() {
            guard let reference = right[index], Self.isMeaningful(null, reference) else { return false }
            let buffer = task.buffers[index]
            let values = values(
                null, reference, other[index] ?? [], beginning[index] ?? [], inputs, count: size.counts[index])
            let codec = ElementCodec(buffer.type)
            let written = SharedBytes(byteCount: size.counts[index] * buffer.type.byteSize) { bytes in
                for (place, value) in values.enumerated() { codec.store(value, at: place, of: bytes) }
            }
            let check = OutputCheck(
                buffer: buffer, rowLength: size.rowLengths[index], count: size.counts[index],
                tolerance: task.tolerance)
            let isRight = written?.withBytes { bytes in
                check.finding(bytes, rows: Array(reference.indices), reference: reference) == nil
            }
            if isRight != true { return false }
        }
        return true
    }

    /// Whether a null candidate differs from computing the output: the mean of a single element is the element.
    private static func isMeaningful(_ null: NullCandidate, _ right: [[Double]]) -> Bool {
        let count = right.reduce(0) { $0 + $1.count }
        switch null {
        case .mean, .firstRows: return count > 1
        case .rowMeans: return right.contains { $0.count > 1 }
        case .columnMeans: return right.count > 1
        default: return true
        }
    }

    /// What a null candidate writes to one output.
    private func values(
        _ null: NullCandidate, _ right: [[Double]], _ other: [[Double]], _ beginning: [[Double]],
        _ inputs: [SharedBytes?], count: Int
    ) -> [Double] {
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
        switch null {
        case .zeros: return Array(repeating: 0, count: count)
        case .ones: return Array(repeating: 1, count: count)
        case .mean: return Array(repeating: mean(right.flatMap { $0 }), count: count)
        case .rowMeans: return right.flatMap { row in Array(repeating: mean(row), count: row.count) }
        case .columnMeans:
            let columns = (0..<(right.first?.count ?? 0)).map { column in mean(right.map { $0[column] }) }
            return right.flatMap { _ in columns }
        case .input(let index):
            let codec = ElementCodec(task.buffers[index].type)
            guard let contents = inputs[index] else { return [] }
            let length = contents.byteCount / task.buffers[index].type.byteSize
            return contents.withBytes { bytes in (0..<count).map { codec.load($0 % length, of: bytes) } }
        case .distribution: return other.flatMap { $0 }
        case .firstRows:
            let kept = (right.count + 99) / 100
            // One row of few is more than a hundredth: the first hundredth of its elements then.
            if kept * 100 > right.count, right.count < 100 {
                return right.flatMap { $0 }.enumerated().map { $0 < (count + 99) / 100 ? $1 : 0 }
            }
            return right.enumerated().flatMap { $0 < kept ? $1 : Array(repeating: 0, count: $1.count) }
        case .firstInputs: return beginning.flatMap { $0 }
        }
    }
}
