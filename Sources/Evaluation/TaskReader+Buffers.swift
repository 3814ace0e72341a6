import Candidates
import Diagnostics
import StrictYAML

extension TaskReader {
    /// One buffer.
    func readBuffer(_ reader: YAMLReader) -> TaskEntry.Buffer? {
        let keys = ["name", "type", "role", "count", "row", "reference", "init"]
        guard let map = reader.mapping("a buffer", keys: keys) else { return nil }
        let name = map.requiredLocated("name", .taskIdentifier)
        let type = map.required("type", YAMLShape<ElementType>.choice)
        let role = map.required("role", YAMLShape<TaskBuffer.Role>.choice)
        let count = map.required("count", .taskExpression(decimals: false))
        let row = map.optional("row", .taskExpression(decimals: false))
        let reference = map.optional("reference", .taskIdentifier)
        let contents = readContents(map)
        if role == .output {
            for key in ["row", "reference"] where !map.has(key) {
                reader.error(
                    "missing key '\(key)' in an output",
                    hint: key == "row" ? "the length of the rows that are compared" : "the oracle's function for a row")
            }
            if let place = map.location(of: "init") { reader.error("an output has no 'init'", at: place) }
        } else if role == .input {
            for key in ["row", "reference"] {
                if let place = map.location(of: key) { reader.error("an input has no '\(key)'", at: place) }
            }
        }
        guard let name, let type, let role, let count else { return nil }
        return TaskEntry.Buffer(
            buffer: TaskBuffer(
                name: name.value, type: type, role: role, count: count.value, row: row?.value, reference: reference,
                contents: contents ?? .normal(scale: 1)),
            nameLocation: name.location, countLocation: count.location, rowLocation: row?.location)
    }

    /// What an input holds; nil when it is not given or wrong.
    private func readContents(_ map: MappingReader) -> InputDistribution? {
        let section = map.reader("init")?.mapping("'init'", keys: ["distribution", "scale", "from", "to"])
        guard let section, let name = section.required("distribution", YAMLShape<InputDistribution.Name>.choice)
        else { return nil }
        let scale = section.optional("scale", .number(1e-30...1e30), default: 1)
        let from = section.optional("from", .integer, default: 0)
        let to = section.optional("to", .integer, default: 1)
        switch name {
        case .normal: return .normal(scale: scale)
        case .uniform: return .uniform(scale: scale)
        case .zero: return .zero
        case .integers:
            guard from <= to else {
                section.reader.error("'from' must not be greater than 'to': \(from) and \(to)")
                return nil
            }
            return .integers(from: from, to: to)
        }
    }
}
