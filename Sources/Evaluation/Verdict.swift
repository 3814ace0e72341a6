/// What the evaluator found about a candidate. Every case but `correct` and `slow` says what is wrong and where.
package enum VerdictKind: String, Codable, Sendable, CaseIterable {
    /// Every output matches the oracle at every check size; times follow.
    case correct
    /// The launch plan or the design point does not fit the task: unknown kernel, unbound parameter, bad expression.
    case badPlan = "bad-plan"
    case compileError = "compile-error"
    /// The machine refuses a construct by name.
    case unsupported
    case launchLimit = "launch-limit"
    case outOfBounds = "out-of-bounds"
    case nullPointer = "null-pointer"
    case misaligned
    case writeToInput = "write-to-input"
    case unwrittenOutput = "unwritten-output"
    case wrong
    case overBudget = "over-budget"
    case barrierDivergence = "barrier-divergence"
    /// Two threads touch the same memory without order, and at least one stores.
    case dataRace = "data-race"
    /// A value that nothing has set decides something or ends in an output.
    case uninitialised
    /// A value read from a lane that was not active decides something or ends in an output.
    case inactiveLane = "inactive-lane"
    /// An integer operation without a defined result: division by zero, overflow of a division, shift past the width.
    case undefinedArithmetic = "undefined-arithmetic"
    /// Operations below the precision that the task asks for feed an output.
    case lowPrecision = "low-precision"
    /// The modelled time is below what the chip physically needs for the task: a mistake, never a score.
    case belowFloor = "below-floor"
    /// Check build and time build disagree, or control reached undefined behaviour.
    case undefinedBehaviour = "undefined-behaviour"
}

/// A verdict with the words that a user, or an agent that repairs the kernel, needs.
package struct Verdict: Codable, Hashable, Sendable {
    package let kind: VerdictKind
    /// One or more lines: what is wrong, with buffer, index, thread, line, or clang's own text at the user's lines.
    package let message: String
    /// 1-based line of the candidate's text, where one is to blame.
    package let line: Int?
    /// Name of the size at which it showed; nil where it does not depend on one.
    package let size: String?

    package init(kind: VerdictKind, message: String, line: Int? = nil, size: String? = nil) {
        self.kind = kind
        self.message = message
        self.line = line
        self.size = size
    }
}
