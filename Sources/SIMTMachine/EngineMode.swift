/// What the engine notes of what it executes; a type, so that each mode gets machine code of its own.
protocol EngineMode {
    /// True where every access, value and branch is checked against the notes of a `WarpWatch`.
    static var isWatched: Bool { get }
    /// True where other threads execute threadgroups of the same launch, so that what is touched is noted.
    static var isTracked: Bool { get }
}

/// Executes only: bounds and barriers are checked, nothing is noted.
enum PlainMode: EngineMode {
    @inline(__always) static var isWatched: Bool { false }
    @inline(__always) static var isTracked: Bool { false }
}

/// Executes and checks everything that the machine knows how to check.
enum WatchedMode: EngineMode {
    @inline(__always) static var isWatched: Bool { true }
    @inline(__always) static var isTracked: Bool { false }
}

/// Executes beside other threads.
enum SharedMode: EngineMode {
    @inline(__always) static var isWatched: Bool { false }
    @inline(__always) static var isTracked: Bool { true }
}

/// Executes and checks beside other threads.
enum SharedWatchedMode: EngineMode {
    @inline(__always) static var isWatched: Bool { true }
    @inline(__always) static var isTracked: Bool { true }
}
