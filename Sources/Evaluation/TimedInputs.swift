import SIMTMachine
import Synchronization

/// The inputs of the timed sizes, made once and read by all evaluations.
final class TimedInputs: Sendable {
    private let task: TaskDefinition
    private let seed: UInt64
    private let made = Mutex<[String: [SharedBytes?]]>([:])

    /// Inputs of a task for a run's seed.
    init(task: TaskDefinition, seed: UInt64) {
        self.task = task
        self.seed = seed
    }

    /// The contents of each buffer of the task at a size; nil for outputs.
    func contents(at size: TaskSize) -> [SharedBytes?] {
        made.withLock { made in
            if let known = made[size.name] { return known }
            let generator = InputGenerator(seed: seed, task: task.name, timedSize: size.name)
            let contents = zip(task.buffers, size.counts).map { buffer, count in
                buffer.role == .input ? generator.contents(of: buffer, count: count) : nil
            }
            made[size.name] = contents
            return contents
        }
    }
}
