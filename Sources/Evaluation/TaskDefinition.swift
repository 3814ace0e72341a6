package import Candidates
package import KernelCompiler

/// What kernels compete at: buffers, sizes, what is right, and what they are compared with.
package struct TaskDefinition: Sendable {
    /// What the last-level cache holds when a timed launch plan begins.
    package enum Cache: String, Hashable, Sendable, CaseIterable {
        /// Nothing.
        case cold
        /// What the plan uses, as far as it fits.
        case warm
    }

    /// A named floating-point number, computed from the sizes.
    package struct NamedScalar: Hashable, Sendable {
        /// Its name.
        package let name: String
        /// Its value.
        package let value: Expression
    }

    /// Its name.
    package let name: String
    /// The language of its kernels.
    package let dialect: Dialect
    /// One line for people.
    package let summary: String
    /// What is computed, as prompts explain it.
    package let description: String
    /// What the cache holds at the start.
    package let cache: Cache
    /// The buffers in their order.
    package let buffers: [TaskBuffer]
    /// The scalars in their order.
    package let scalars: [NamedScalar]
    /// Sizes at which every candidate is checked.
    package let checkSizes: [TaskSize]
    /// Sizes at which correct candidates are timed.
    package let timeSizes: [TaskSize]
    /// Sizes that no search sees, for the last check of a result.
    package let holdoutSizes: [TaskSize]
    /// Greatest error allowed, relative to the root mean square of the reference row.
    package let tolerance: Double
    /// The program that says what is right.
    package let oracle: TaskText
    /// The kernel of someone who has just begun.
    package let naive: TaskText
    /// The kernel of someone who knows the craft.
    package let competent: TaskText
    /// The kernel from which a search starts.
    package let start: TaskText
    /// How much work kernels may take.
    package var limits: TaskLimits
    /// The precision that it asks for.
    package let precision: TaskPrecision

    /// Names whose value is the same at every size; constraints of design spaces may use them.
    package var constants: [String: Int] {
        let sizes = checkSizes + timeSizes + holdoutSizes
        guard let first = sizes.first else { return [:] }
        return first.values.filter { name, value in sizes.allSatisfy { $0.values[name] == value } }
    }

    /// The name by which messages call a kernel's text.
    package var kernelFileName: String { dialect == .cuda ? "kernel.cu" : "kernel.metal" }

    /// What launch plans may name at a size.
    package func environment(at size: TaskSize) -> LaunchPlan.Environment {
        LaunchPlan.Environment(sizes: size.values, scalars: size.scalars, buffers: Set(buffers.map(\.name)))
    }

    /// The candidate that a kernel of the task is at its design space's default point.
    package func candidate(for text: TaskText) -> Candidate {
        let space = try? DesignSpace(parsing: text.text, file: text.file, constants: constants)
        return Candidate(text: text.text, point: space?.defaultPoint ?? .empty, origin: .start)
    }
}
