/// Everything a prompt template may speak of. Absent and empty parts make their sections vanish.
///
/// Parts marked *fenced* come from models, kernels or tools fed with them; they stand in the prompt between lines of
/// backticks that the text cannot contain.
package struct PromptContext: Hashable, Sendable {
    /// The name of the asking agent.
    package var agent = ""
    /// The kernel language, `metal` or `cuda`.
    package var dialect = ""
    /// The hardware's name.
    package var gpu = ""
    /// Facts about the hardware, one sentence each.
    package var hardware: [String] = []
    /// The task's name.
    package var task = ""
    /// What the kernel must compute.
    package var taskDescription = ""
    /// The sizes that are checked and timed, one line each.
    package var sizes: [String] = []
    /// How far an output may be off.
    package var tolerance = ""
    /// How a candidate is written: design space, launch plan, edits.
    package var candidateFormat = ""
    /// The source to start from; fenced.
    package var parentKernel: String?
    /// What the check said of the parent; fenced.
    package var parentVerdict: String?
    /// Where the parent spends its time; fenced.
    package var traceSummary: String?
    /// The design space as understood; fenced.
    package var designSpace: String?
    /// The source a critic or judge is asked about; fenced.
    package var proposal: String?
    /// The reply that could not be used; fenced.
    package var previousReply: String?
    /// Why it could not be used; fenced.
    package var rejection: String?
    /// Other agents' hints; their texts are fenced.
    package var hints: [PromptNote] = []
    /// Other agents' critiques; their texts are fenced.
    package var critiques: [PromptNote] = []

    /// An empty context, to be filled.
    package init() {}

    /// The names a template may use at its top level.
    static let names = [
        "agent", "dialect", "gpu", "hardware", "task", "task_description", "sizes", "tolerance", "candidate_format",
        "parent_kernel", "parent_verdict", "trace_summary", "design_space", "proposal", "previous_reply", "rejection",
        "hints", "critiques",
    ]

    /// The names a template may use besides inside a section over a list; `.` is the element itself.
    static let elementNames = [
        "hardware": ["."], "sizes": ["."], "hints": ["agent", "text"], "critiques": ["agent", "text"],
    ]

    /// The values by name; absent and empty ones are left out.
    var values: [String: Any] {
        var values: [String: Any] = [:]
        let plain = [
            "agent": agent, "dialect": dialect, "gpu": gpu, "task": task, "task_description": taskDescription,
            "tolerance": tolerance, "candidate_format": candidateFormat,
        ]
        for (name, text) in plain where !text.isEmpty { values[name] = text }
        let fenced = [
            "parent_kernel": (parentKernel, dialect), "parent_verdict": (parentVerdict, ""),
            "trace_summary": (traceSummary, ""), "design_space": (designSpace, ""), "proposal": (proposal, dialect),
            "previous_reply": (previousReply, ""), "rejection": (rejection, ""),
        ]
        for (name, (text, label)) in fenced {
            if let text, !text.isEmpty { values[name] = Fence.enclose(text, label: label) }
        }
        for (name, lines) in ["hardware": hardware, "sizes": sizes] where !lines.isEmpty { values[name] = lines }
        for (name, notes) in ["hints": hints, "critiques": critiques] where !notes.isEmpty {
            values[name] = notes.map { ["agent": $0.agent, "text": Fence.enclose($0.text)] }
        }
        return values
    }
}
