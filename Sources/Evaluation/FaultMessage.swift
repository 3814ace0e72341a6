import KernelCompiler
import Candidates
import Diagnostics
import SIMTMachine

/// The message of a verdict about a fault: what, by which thread of which kernel, with the line of the text.
struct FaultMessage {
    /// The verdict.
    let kind: VerdictKind
    /// The words.
    let message: String
    /// 1-based line of the kernel's text; nil where the compiler gives none.
    let line: Int?

    /// The words for a fault in a launch; `budget` is the one of the whole stage.
    init(
        fault: MachineFault, launch: BoundLaunch, source: SourceText, elements: [String: ElementType], budget: Int
    ) {
        var fault = fault
        if case .overBudget = fault.kind {
            fault = MachineFault(kind: .overBudget(limit: budget), line: fault.line, thread: fault.thread)
        }
        let text = FaultText(fault, elements: elements)
        kind = text.kind
        let who =
            text.thread.map { "\($0) of kernel '\(launch.kernel.entry.name)'" }
            ?? "kernel '\(launch.kernel.entry.name)'"
        let sentence = "\(who) \(text.sentence)"
        guard fault.line > 0, source.line(fault.line) != nil else {
            line = nil
            message = sentence
            return
        }
        line = fault.line
        message =
            source.diagnostic(
                at: source.location(line: fault.line, column: Self.indentation(source, fault.line)), sentence
            ).rendered
    }

    /// The column of the first character of a line that is no blank.
    static func indentation(_ source: SourceText, _ line: Int) -> Int {
        (source.line(line)?.prefix { $0 == " " || $0 == "\t" }.count ?? 0) + 1
    }
}
