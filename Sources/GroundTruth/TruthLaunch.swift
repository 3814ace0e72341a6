/// One launch of a case: a kernel, its grid, its arguments, and how often it is executed in a row.
package struct TruthLaunch: Sendable {
    /// The kernel's name in its source.
    package let kernel: String
    /// Threadgroups along x, y and z.
    package let grid: [Int]
    /// Threads of the whole grid along x, y and z, where the last threadgroups are ragged; nil where all are full.
    package let threads: [Int]?
    /// Threads of a threadgroup along x, y and z.
    package let block: [Int]
    /// Bytes of threadgroup memory beyond what the kernel declares, by number of the parameter; CUDA has one piece.
    package let threadgroupMemory: [Int]
    /// Arguments; in the order of the kernel's parameters where the dialect has no binding numbers.
    package let arguments: [TruthArgument]
    /// Executions in a row.
    package let repeats: Int
    /// Lists of buffer names: after every execution each name takes over the storage of the next, the last that of the
    /// first.
    package let swaps: [[String]]

    /// The buffers among the arguments, each once, in the order of the arguments.
    package var buffers: [TruthBuffer] {
        var (found, names): ([TruthBuffer], Set<String>) = ([], [])
        for argument in arguments {
            if case .buffer(let buffer) = argument.value, names.insert(buffer.name).inserted { found.append(buffer) }
        }
        return found
    }

    /// Whether a scalar changes from execution to execution.
    var hasSteps: Bool {
        arguments.contains { argument in
            if case .scalar(let scalar) = argument.value { scalar.step != 0 } else { false }
        }
    }
}
