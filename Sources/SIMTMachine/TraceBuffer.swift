/// A growing array in raw memory, for the engine's loop: no reference counting and no copies on write.
struct TraceBuffer<Element: BitwiseCopyable> {
    /// Nil until something is appended: most warps run without a trace.
    private var storage: UnsafeMutablePointer<Element>?
    private(set) var count = 0
    private var capacity = 0

    /// Appends one element.
    @inline(__always)
    mutating func append(_ element: Element) {
        room(for: 1).initialize(to: element)
        count += 1
    }

    /// Makes room for `extra` more elements and returns where they go; `commit` counts them.
    @inline(__always)
    mutating func room(for extra: Int) -> UnsafeMutablePointer<Element> {
        if let storage, count + extra <= capacity { return storage + count }
        return grow(by: extra)
    }

    /// Counts `extra` elements written through `room(for:)`.
    @inline(__always)
    mutating func commit(_ extra: Int) { count += extra }

    /// The elements so far as an array; the buffer is empty afterwards.
    mutating func take() -> [Element] {
        let taken = Array(UnsafeBufferPointer(start: storage, count: count))
        count = 0
        return taken
    }

    /// Gives the memory back.
    func deallocate() { storage?.deallocate() }

    /// Moves to a larger place and returns where the next element goes.
    @inline(never)
    private mutating func grow(by extra: Int) -> UnsafeMutablePointer<Element> {
        let larger = max(1024, capacity * 2, count + extra)
        let moved = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        if let storage {
            moved.moveInitialize(from: storage, count: count)
            storage.deallocate()
        }
        storage = moved
        capacity = larger
        return moved + count
    }
}

/// The trace of the warp that runs.
struct TraceSink {
    var blocks = TraceBuffer<BlockExecution>()
    var accesses = TraceBuffer<AccessRecord>()
    var sectors = TraceBuffer<UInt32>()

    /// The trace so far; the sink is empty afterwards.
    mutating func take() -> WarpTrace {
        var trace = WarpTrace()
        trace.blocks = blocks.take()
        trace.accesses = accesses.take()
        trace.sectors = sectors.take()
        return trace
    }

    /// Gives the memory back.
    func deallocate() {
        blocks.deallocate()
        accesses.deallocate()
        sectors.deallocate()
    }
}
