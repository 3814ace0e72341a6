/// How the inputs of a check differ from what the task declares, so that a kernel which knows their usual size is found.
enum InputVariation: Hashable, Sendable {
    /// As declared.
    case plain
    /// One floating-point input ten times as large, by its index among the task's buffers.
    case tenfold(Int)
    /// One floating-point input moved by five times its scale.
    case shifted(Int)

    /// The value of an element that would be `value` as declared.
    func value(_ value: Double, of buffer: Int, scale: Double) -> Double {
        switch self {
        case .tenfold(buffer): value * 10
        case .shifted(buffer): value + 5 * scale
        default: value
        }
    }

    /// How messages call it; nil for inputs as declared.
    func description(_ task: TaskDefinition) -> String? {
        switch self {
        case .plain: nil
        case .tenfold(let index): "with '\(task.buffers[index].name)' ten times as large"
        case .shifted(let index): "with '\(task.buffers[index].name)' moved by five times its scale"
        }
    }

    /// The variations of a task's inputs.
    static func all(of task: TaskDefinition) -> [InputVariation] {
        let inputs = task.buffers.indices.filter { index in
            let buffer = task.buffers[index]
            guard buffer.role == .input, ElementCodec(buffer.type).isFloat else { return false }
            switch buffer.contents {
            case .normal, .uniform: return true
            case .integers, .zero: return false
            }
        }
        // Beyond a few inputs one variation each would take longer than it is worth.
        return inputs.prefix(4).map { .tenfold($0) } + inputs.prefix(4).map { .shifted($0) }
    }
}
