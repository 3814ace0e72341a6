/// The order of events in a launch that is checked: stamps that grow with every synchronisation.
///
/// | what happens                                   | what it moves                                              |
/// |------------------------------------------------|------------------------------------------------------------|
/// | a threadgroup starts                           | `now`, `groupStart`, the floor of threadgroup memory       |
/// | a threadgroup barrier with a memory's flag     | `now`, that memory's floor                                 |
/// | a simdgroup barrier with a memory's flag       | `now`, that memory's fence of the warp (`WarpOrder`)       |
/// | a fence, then an atomic on device memory       | what the threadgroup did so far is released                |
/// | an atomic on device memory                     | the threadgroup has acquired what others released          |
struct WatchClock {
    /// The stamp of what happens now.
    var now: UInt32 = 1
    /// The stamp at which the running threadgroup started.
    var groupStart: UInt32 = 1
    /// The stamp of the last barrier of the running threadgroup that ordered device memory.
    var deviceBarrier: UInt32 = 1
    /// The stamp of the last barrier of the running threadgroup, whatever it ordered; of its start where there was none.
    var executionBarrier: UInt32 = 1
    /// Whether the running threadgroup has executed a fence.
    var isFenced = false
    /// Whether the running threadgroup has executed an atomic on device memory.
    var hasAcquired = false
    /// Number of threadgroups that have started in this launch.
    var groupCount = 0
    /// Number of notes kept, at most `WarpWatch.warningCapacity`.
    var warningCount = 0
}
