package import Blackboard

/// Where a candidate comes from: itself, its parents, and so on back to the start.
package struct Lineage: Hashable, Sendable {
    /// One candidate on the way back.
    package struct Step: Hashable, Sendable {
        /// The entry that put the candidate on the blackboard.
        package let entry: Entry
        /// How many generations before the candidate asked for.
        package let depth: Int
        /// The decision numbers of its parents.
        package let parents: [Int]
        /// The entries that it follows from, parents left out.
        package let causes: [Entry]
        /// The evaluations and verdicts of it.
        package let results: [Entry]
        /// Whether its own parents are told at an earlier step.
        package let isRepeated: Bool
    }

    /// The candidate first, each parent after its child.
    package let steps: [Step]

    /// The tree for a person.
    package var lines: [String] {
        steps.flatMap { step in
            let indent = String(repeating: "  ", count: min(step.depth, 40))
            if step.isRepeated { return [indent + EntryText.label(step.entry) + " (see above)"] }
            let first = indent + EntryText.line(step.entry)
            let causes = step.causes.map { indent + "  because " + EntryText.line($0, width: 100) }
            let results = step.results.map { indent + "  gave    " + EntryText.line($0, width: 100) }
            return [first] + causes + results
        }
    }

    /// The tree for a program: steps in the same order, entries in full.
    package var json: CanonicalJSON {
        .array(
            steps.filter { !$0.isRepeated }.map { step in
                [
                    "depth": .int(step.depth), "parents": .array(step.parents.map { .int($0) }),
                    "entry": EntryJSON.value(step.entry, bodies: [:]),
                    "causes": .array(step.causes.map { EntryJSON.value($0, bodies: [:]) }),
                    "results": .array(step.results.map { EntryJSON.value($0, bodies: [:]) }),
                ]
            })
    }
}
