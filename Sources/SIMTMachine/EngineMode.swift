/// Whether the engine notes what it executes; a type, so that each mode gets machine code of its own.
protocol EngineMode {
    /// True where every access, value and branch is checked against the notes of a `WarpWatch`.
    static var isWatched: Bool { get }
}

/// Executes only: bounds and barriers are checked, nothing is noted.
enum PlainMode: EngineMode {
    @inline(__always) static var isWatched: Bool { false }
}

/// Executes and checks everything that the machine knows how to check.
enum WatchedMode: EngineMode {
    @inline(__always) static var isWatched: Bool { true }
}
