import Blackboard

/// Tells whether a run's goal is still what its configuration, task, chip and compiler say.
enum GoalCheck {
    /// The parts of a goal and what messages call them.
    private static let parts = [
        ("task", "the task"), ("gpu", "the chip"), ("compiler", "the compiler"),
        ("prompts", "the prompts for repairs and answers"), ("start", "the starting kernel"),
        ("baselines", "the baselines"), ("configuration", "the configuration"), ("format", "the format"),
    ]

    /// Throws a ``SwarmError`` of code `changed` that names every part that differs.
    static func compare(_ recorded: CanonicalJSON, with present: CanonicalJSON) throws(SwarmError) {
        guard recorded != present else { return }
        let changed = parts.compactMap { key, title -> String? in
            guard recorded[key] != present[key] else { return nil }
            return title + detail(recorded[key] ?? .null, present[key] ?? .null)
        }
        throw SwarmError(
            .changed,
            "this run began with another goal: \(changed.joined(separator: "; ")). Undo the change to go on, or start "
                + "a new run")
    }

    /// Where two values differ, with both sides where they are short.
    private static func detail(_ old: CanonicalJSON, _ new: CanonicalJSON) -> String {
        let (path, before, now) = firstDifference(old, new, path: [])
        let place = path.isEmpty ? "" : " at '\(path.joined(separator: "."))'"
        return "\(place) was \(before), is \(now)"
    }

    /// The first place where two values differ, keys in order.
    private static func firstDifference(
        _ old: CanonicalJSON, _ new: CanonicalJSON, path: [String]
    ) -> (path: [String], old: String, new: String) {
        if case .object(let left) = old, case .object(let right) = new, path.count < 12 {
            for key in Set(left.keys).union(right.keys).sorted() where left[key] != right[key] {
                return firstDifference(left[key] ?? .null, right[key] ?? .null, path: path + [key])
            }
        }
        if case .array(let left) = old, case .array(let right) = new, left.count == right.count, path.count < 12 {
            for (index, (one, other)) in zip(left, right).enumerated() where one != other {
                return firstDifference(one, other, path: path + [String(index)])
            }
        }
        return (path, short(old), short(new))
    }

    /// A value in at most 80 characters.
    static func short(_ value: CanonicalJSON) -> String {
        let text = value == .null ? "nothing" : value.text
        return text.count > 80 ? "'\(text.prefix(77))…'" : "'\(text)'"
    }

    /// The first difference of two values in words, for messages elsewhere.
    static func difference(_ old: CanonicalJSON, _ new: CanonicalJSON) -> String {
        let (path, before, now) = firstDifference(old, new, path: [])
        return "'\(path.joined(separator: "."))' was \(before), is now \(now)"
    }
}
