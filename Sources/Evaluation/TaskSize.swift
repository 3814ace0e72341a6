/// One named set of sizes at which a task is checked or timed, with everything that follows from it.
package struct TaskSize: Hashable, Sendable {
    /// Its name in the task.
    package let name: String
    /// Its share in the score, relative to the other timed sizes.
    package let weight: Double
    /// The named integers.
    package let values: [String: Int]
    /// Number of elements of each buffer, in the task's order.
    package let counts: [Int]
    /// Length of a row of each buffer, in the task's order; a buffer that is no output is one row.
    package let rowLengths: [Int]
    /// The named scalars.
    package let scalars: [String: Double]
    /// Bytes that any kernel must move.
    package let floorBytes: Int
    /// Operations that any kernel must execute.
    package let floorOperations: Int

    /// Elements of all buffers together.
    var elementCount: Int { counts.reduce(0, +) }

    /// `q_len=5 kv_len=37`, names in order.
    package var description: String {
        values.keys.sorted().map { "\($0)=\(values[$0] ?? 0)" }.joined(separator: " ")
    }

    /// The line that ends a message about this size: `at size 'tiny': kv_len=3 q_len=2`.
    var messageSuffix: String { "\n  at size '\(name)': \(description)" }
}

extension [TaskSize] {
    /// The size with the fewest elements, the first of several.
    var smallest: TaskSize? { self.min { $0.elementCount < $1.elementCount } }
}
