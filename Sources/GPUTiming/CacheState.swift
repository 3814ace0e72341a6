/// What the last-level cache holds when a launch begins: whole buffers, the least recently used first.
package struct CacheState: Sendable, Equatable {
    /// Buffers with resident data.
    private var entries: [Entry]
    /// Whether the launch before was the same one, so that what it touched counts and not the buffers' sizes.
    private(set) var isRepeat = false

    /// One buffer and how much of it is resident.
    private struct Entry: Sendable, Equatable {
        /// The buffer.
        var buffer: LaunchBuffer
        /// Resident share, 0 ... 1.
        var share: Double
    }

    /// Nothing is resident.
    package static let cold = CacheState(entries: [])

    /// Everything bound to a launch is resident as far as it fits, as after launches that touched all of it.
    package static func warm(_ buffers: [LaunchBuffer], on hardware: Hardware) -> CacheState {
        var state = CacheState.cold
        state.touch(buffers, on: hardware)
        state.isRepeat = true
        return state
    }

    /// A state of entries.
    private init(entries: [Entry]) { self.entries = entries }

    /// The share of `wanted` sectors that a launch finds again after one that used the same, in a cache of `capacity`.
    ///
    /// The least recently used data leaves first, and that is what the next launch wants first: at twice the capacity nothing
    /// is found; a copy of 134 MB is no faster right after itself.
    static func reusableShare(of wanted: Double, in capacity: Double) -> Double {
        wanted > capacity ? max(0, 2 * capacity / wanted - 1) : 1
    }

    /// The resident share of `buffer`, 0 ... 1.
    package func share(of buffer: LaunchBuffer) -> Double {
        entries.first { $0.buffer == buffer }?.share ?? 0
    }

    /// Notes that a launch used `buffers`; what no longer fits leaves, the least recently used first.
    ///
    /// Buffers used together compete evenly: when they exceed the cache, each keeps the same share.
    /// `reusableShare` says how much of that the next launch finds before its own data replaces it.
    package mutating func touch(_ buffers: [LaunchBuffer], on hardware: Hardware) {
        let capacity = hardware.retainedBytes / 32
        let wanted = buffers.reduce(0.0) { $0 + Double($1.sectorCount) }
        let share = Self.reusableShare(of: wanted, in: capacity)
        isRepeat = false
        entries.removeAll { entry in buffers.contains(entry.buffer) }
        entries += buffers.map { Entry(buffer: $0, share: share) }
        var room = capacity
        for index in entries.indices.reversed() {
            let size = Double(entries[index].buffer.sectorCount)
            let isNew = buffers.contains(entries[index].buffer)
            let kept = min(entries[index].share * size, isNew ? .infinity : max(0, room))
            entries[index].share = size > 0 ? kept / size : 0
            // Data that streams through takes the place of what was there, whether or not it stays.
            room -= isNew ? size : kept
        }
        entries.removeAll { $0.share <= 0 }
    }
}

extension Hardware {
    /// Bytes that one launch's data can hold in the cache in front of device memory.
    package var retainedBytes: Double {
        max(Double(l2.bytes) * l2.retained, Double(slc?.bytes ?? 0) * (slc?.retained ?? 1))
    }
}
