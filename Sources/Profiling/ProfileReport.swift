package import Evaluation
package import GPUTiming

/// Everything that the forms of a profile are made of: text, timeline and page.
package struct ProfileReport: Sendable {
    /// What the kernel is called, in one line.
    package let title: String
    /// The design point, empty where there is none.
    package let point: String
    /// The kernel's text; untrusted.
    package let source: String
    /// The chip.
    package let hardware: Hardware
    /// What was measured.
    package let profile: KernelProfile
    /// The comparison with another kernel; nil without one.
    package let diff: SummaryDiff?

    /// A report.
    package init(
        title: String, point: String, source: String, hardware: Hardware, profile: KernelProfile, diff: SummaryDiff?
    ) {
        self.title = title
        self.point = point
        self.source = source
        self.hardware = hardware
        self.profile = profile
        self.diff = diff
    }

    /// The kernel's lines with what each costs.
    package var annotated: AnnotatedSource { AnnotatedSource(source, profile.summary) }
}
