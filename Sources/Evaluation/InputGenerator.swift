import Candidates
package import SIMTMachine

/// Makes the inputs of a task: the same for the same seed on every host.
///
/// Timed inputs follow from (run seed, task, size), so that baseline and candidates see the same; checked inputs follow from
/// the candidate as well, so that it cannot know them.
package struct InputGenerator: Sendable {
    /// What sets these inputs apart from others.
    private let parts: [String]
    private let variation: InputVariation

    /// Inputs for timing.
    package init(seed: UInt64, task: String, timedSize size: String) {
        parts = ["time", String(seed), task, size]
        variation = .plain
    }

    /// Inputs for checking one candidate.
    package init(seed: UInt64, task: String, checkedSize size: String, candidate identity: String) {
        self.init(seed: seed, task: task, checkedSize: size, candidate: identity, variation: .plain)
    }

    /// Inputs for checking one candidate that differ from what the task declares.
    init(seed: UInt64, task: String, checkedSize size: String, candidate identity: String, variation: InputVariation) {
        parts = ["check", String(seed), task, size, identity]
        self.variation = variation
    }

    /// The contents of every buffer of a task at a size; nil for outputs.
    func contents(of task: TaskDefinition, at size: TaskSize) -> [SharedBytes?] {
        zip(task.buffers.indices, size.counts).map { index, count in
            let buffer = task.buffers[index]
            return buffer.role == .input ? contents(of: buffer, number: index, count: count) : nil
        }
    }

    /// The contents of a task's input with `count` elements; nil when the host has no room.
    package func contents(of buffer: TaskBuffer, count: Int) -> SharedBytes? {
        contents(of: buffer, number: -1, count: count)
    }

    /// The contents of the input that is buffer `number` of its task.
    private func contents(of buffer: TaskBuffer, number: Int, count: Int) -> SharedBytes? {
        let seed = InputSeed(parts + [buffer.name])
        return SharedBytes(byteCount: count * buffer.type.byteSize) { bytes in
            let codec = ElementCodec(buffer.type)
            switch buffer.contents {
            case .zero: return
            case .normal(let scale):
                for index in 0..<count {
                    let value = variation.value(Self.bell(seed.word(index)) * scale, of: number, scale: scale)
                    codec.store(value, at: index, of: bytes)
                }
            case .uniform(let scale):
                for index in 0..<count {
                    let value = variation.value(Self.even(seed.word(index)) * scale, of: number, scale: scale)
                    codec.store(value, at: index, of: bytes)
                }
            case .integers(let from, let to):
                let span = UInt64(bitPattern: Int64(to)) &- UInt64(bitPattern: Int64(from))
                for index in 0..<count {
                    let word = seed.word(index)
                    let offset = span == .max ? word : word.multipliedFullWidth(by: span + 1).high
                    codec.store(
                        integer: Int(truncatingIfNeeded: UInt64(bitPattern: Int64(from)) &+ offset), at: index,
                        of: bytes)
                }
            }
        }
    }

    /// A bell-shaped number of mean 0 and variance 1: the sum of four even 16-bit numbers.
    ///
    /// Irwin-Hall with n = 4; its greatest value is 3.46. Exact in double precision up to the last multiplication.
    static func bell(_ word: UInt64) -> Double {
        let sum = (word & 0xFFFF) + (word >> 16 & 0xFFFF) + (word >> 32 & 0xFFFF) + word >> 48
        // The variance of an even 16-bit number is (2^32 - 1) / 12, that of four of them (2^32 - 1) / 3.
        return (Double(sum) - 131_070) * 2.642_922_1e-5
    }

    /// A number evenly between -1 and 1.
    static func even(_ word: UInt64) -> Double {
        (Double(word >> 11) - 4_503_599_627_370_495.5) / 4_503_599_627_370_496
    }
}
