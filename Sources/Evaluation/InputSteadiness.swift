import Candidates
import SIMTMachine
import Synchronization

/// Knows at which variations of the inputs a task's outputs can be told to its tolerance at all.
///
/// Where the inputs' own rounding moves the oracle's output by a good part of the tolerance, no kernel in single precision
/// can be asked to be right, and the variation is left out. Softmax of scores ten times as large is such a case.
final class InputSteadiness: Sendable {
    private let task: TaskDefinition
    private let oracle: Oracle
    private let seed: UInt64
    private let known = Mutex<[String: [InputVariation]]>([:])

    /// Share of the tolerance by which outputs may move.
    private static let share = 0.125

    init(task: TaskDefinition, oracle: Oracle, seed: UInt64) {
        self.task = task
        self.oracle = oracle
        self.seed = seed
    }

    /// The variations that can be asked for at a size.
    func variations(at size: TaskSize) -> [InputVariation] {
        known.withLock { known in
            if let found = known[size.name] { return found }
            let found = InputVariation.all(of: task).filter { isSteady($0, at: size) }
            known[size.name] = found
            return found
        }
    }

    /// Whether a last-bit change of every input leaves the outputs nearly where they are.
    private func isSteady(_ variation: InputVariation, at size: TaskSize) -> Bool {
        let generator = InputGenerator(
            seed: seed, task: task.name, checkedSize: size.name, candidate: "steadiness", variation: variation)
        let inputs = generator.contents(of: task, at: size)
        let moved = zip(task.buffers.indices, inputs).map { index, contents in
            contents.flatMap {
                Self.moved($0, task.buffers[index].type, size.counts[index], InputSeed([String(index)]))
            }
        }
        for (index, buffer) in task.buffers.enumerated() where buffer.role == .output {
            let rows = Array(0..<(size.counts[index] / size.rowLengths[index]))
            guard let before = try? oracle.rows(rows, of: index, at: size, inputs: inputs),
                let after = try? oracle.rows(rows, of: index, at: size, inputs: moved)
            else { return false }
            guard ElementCodec(buffer.type).isFloat else {
                if before != after { return false }
                continue
            }
            for (one, other) in zip(before, after) {
                let squares = one.reduce(0) { $0 + $1 * $1 }
                let allowed = Self.share * task.tolerance * (squares / Double(max(1, one.count))).squareRoot()
                for (left, right) in zip(one, other) where !((left - right).magnitude <= allowed) { return false }
            }
        }
        return true
    }

    /// The same contents, each floating-point element moved by a rounding error of single precision.
    private static func moved(_ contents: SharedBytes, _ type: ElementType, _ count: Int, _ seed: InputSeed)
        -> SharedBytes?
    {
        let codec = ElementCodec(type)
        return SharedBytes(byteCount: contents.byteCount) { bytes in
            contents.withBytes { bytes.copyMemory(from: $0) }
            guard codec.isFloat else { return }
            for index in 0..<count {
                let value = codec.load(index, of: UnsafeRawBufferPointer(bytes))
                codec.store(value * (1 + (seed.word(index) & 1 == 0 ? 1.5 : -1.5) / 8_388_608), at: index, of: bytes)
            }
        }
    }
}
