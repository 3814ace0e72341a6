import Candidates
import Diagnostics
import StrictYAML

extension TaskReader {
    /// The sizes of a task.
    struct SizeLists {
        /// Sizes by purpose.
        let check, time, holdout: [TaskEntry.Size]
        /// The names that every size gives.
        let names: [String]
    }

    /// The sizes; nil when they are wrong, which is reported.
    func readSizes(_ map: MappingReader) -> SizeLists? {
        guard let reader = map.reader("sizes") else {
            map.reader.error("missing key 'sizes' in a task")
            return nil
        }
        guard let section = reader.mapping("'sizes'", keys: ["check", "time", "holdout"]) else { return nil }
        let check = section.required("check", .list(of: .custom { readSize($0, weighted: false) }, count: 1...64))
        let time = section.required("time", .list(of: .custom { readSize($0, weighted: true) }, count: 1...32))
        let holdout = section.required("holdout", .list(of: .custom { readSize($0, weighted: false) }, count: 1...64))
        guard let check, let time, let holdout else { return nil }
        let all = check + time + holdout
        var seen: Set<String> = []
        let names = all.first.map { $0.values.keys.sorted() } ?? []
        for entry in all {
            if !seen.insert(entry.name.value).inserted {
                reader.error("size '\(entry.name.value)' is given twice", at: entry.name.location)
            }
            if entry.values.keys.sorted() != names {
                reader.error(
                    "size '\(entry.name.value)' gives \(Self.list(entry.values.keys.sorted())), the first size gives "
                        + Self.list(names), at: entry.name.location)
            }
        }
        for held in holdout where (check + time).contains(where: { $0.values == held.values }) {
            reader.error(
                "hold-out size '\(held.name.value)' is checked or timed as well", at: held.name.location,
                hint: "a hold-out must be new to the search")
        }
        return SizeLists(check: check, time: time, holdout: holdout, names: names)
    }

    /// One size.
    private func readSize(_ reader: YAMLReader, weighted: Bool) -> TaskEntry.Size? {
        let keys = weighted ? ["name", "weight", "values"] : ["name", "values"]
        guard let map = reader.mapping(weighted ? "a timed size" : "a size", keys: keys) else { return nil }
        let name = map.requiredLocated("name", .name)
        let weight = weighted ? map.optional("weight", .number(1e-6...1e6), default: 1) : 1
        let values = map.required("values", .map(of: .integer(0...(1 << 40))))
        for entry in values ?? [] where !entry.key.value.isTaskIdentifier {
            reader.error(
                "'\(entry.key.value.prefix(80))' is not a name of letters, digits and _", at: entry.key.location)
        }
        guard let name, let values else { return nil }
        return TaskEntry.Size(
            name: name, weight: weight,
            values: Dictionary(values.map { ($0.key.value, $0.value) }) { first, _ in first })
    }

    /// Names as people list them.
    private static func list(_ names: [String]) -> String { names.isEmpty ? "nothing" : names.joined(separator: ", ") }
}
