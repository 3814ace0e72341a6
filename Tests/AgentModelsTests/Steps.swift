import Synchronization

/// A list that is handed out one by one, with what was written last.
final class Steps: Sendable {
    /// What is left and what was written.
    private let state: Mutex<(left: [String], written: String)>

    /// The steps in order.
    init(_ steps: [String]) { state = Mutex((Array(steps.reversed()), "")) }

    /// The next step; nil at the end.
    func next() -> String? { state.withLock { $0.left.popLast() } }

    /// The text written last.
    var written: String {
        get { state.withLock(\.written) }
        set { state.withLock { $0.written = newValue } }
    }
}
