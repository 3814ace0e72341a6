import Candidates
import SIMTMachine

/// Something that is no kernel at all, whose output a task's check must not take for right.
enum NullCandidate: Hashable, Sendable {
    /// Every output is zero.
    case zeros
    /// Every output is one.
    case ones
    /// Every element is the mean of its output.
    case mean
    /// Every element is the mean of its row.
    case rowMeans
    /// Every element is the mean of its column.
    case columnMeans
    /// Every output is an input, repeated or cut off.
    case input(Int)
    /// The outputs that other inputs of the same distribution have.
    case distribution
    /// The first hundredth of the rows is right, the rest is zero.
    case firstRows
    /// The right outputs of inputs of which all but the first hundredth is zero.
    case firstInputs

    /// Every null candidate of a task.
    static func all(of task: TaskDefinition) -> [NullCandidate] {
        let inputs = task.buffers.indices.filter { task.buffers[$0].role == .input }
        return [.zeros, .ones, .mean, .rowMeans, .columnMeans] + inputs.map { .input($0) }
            + [.distribution, .firstRows, .firstInputs]
    }

    /// What it does, for messages.
    func description(_ task: TaskDefinition) -> String {
        switch self {
        case .zeros: "writes zeros"
        case .ones: "writes ones"
        case .mean: "writes the mean of each output everywhere"
        case .rowMeans: "writes each row's mean"
        case .columnMeans: "writes each column's mean"
        case .input(let index): "copies the input '\(task.buffers[index].name)'"
        case .distribution: "never looks at its inputs and writes what others of their distribution give"
        case .firstRows: "does the first hundredth of the rows and writes zeros elsewhere"
        case .firstInputs: "looks at the first hundredth of its inputs only"
        }
    }
}
