package import Candidates
package import Diagnostics

/// What a swarm must know about its task and its chip; made by the caller, who has read them.
package struct TaskBrief: Sendable {
    /// A kernel to compare with.
    package struct Baseline: Sendable {
        /// What results call it: `naive`, `competent`.
        package var name: String
        /// The kernel.
        package var candidate: Candidate

        /// A baseline.
        package init(name: String, candidate: Candidate) {
            self.name = name
            self.candidate = candidate
        }
    }

    /// The task's name.
    package var name: String
    /// A hash over the task's files, free of their place.
    package var identity: String
    /// The kernel language, `metal` or `cuda`.
    package var dialect: String
    /// What the kernel must compute, for prompts.
    package var description = ""
    /// The sizes that are checked and timed, one line each, for prompts.
    package var sizes: [String] = []
    /// How far an output may be off, for prompts.
    package var tolerance = ""
    /// The chip's name.
    package var gpu: String
    /// A hash over the chip's parameters.
    package var gpuIdentity: String
    /// Facts about the chip, one sentence each, for prompts.
    package var gpuFacts: [String] = []
    /// The compiler's version and the digest of its headers.
    package var compilerIdentity: String
    /// The kernel that the search starts from.
    package var start: Candidate
    /// The kernels to compare with, measured first, in this order.
    package var baselines: [Baseline] = []
    /// Names beside the tunables that a design space's constraints may use.
    package var constants: [String: Int] = [:]

    /// A brief without the parts that only prompts need.
    package init(
        name: String, identity: String, dialect: String, gpu: String, gpuIdentity: String, compilerIdentity: String,
        start: Candidate
    ) {
        self.name = name
        self.identity = identity
        self.dialect = dialect
        self.gpu = gpu
        self.gpuIdentity = gpuIdentity
        self.compilerIdentity = compilerIdentity
        self.start = start
    }

    /// The design space that a kernel text declares.
    package func space(of text: String) throws(DiagnosticError) -> DesignSpace {
        try DesignSpace(parsing: text, file: "kernel", constants: constants)
    }
}
