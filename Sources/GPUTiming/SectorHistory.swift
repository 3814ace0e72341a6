/// When each 128-byte line was last fetched, as a position in the core's stream of fetched sectors.
///
/// An open-addressing table; the difference of two positions is the reuse distance that decides which cache still
/// holds a line.
struct SectorHistory: ~Copyable {
    /// One line's entry.
    struct Entry {
        /// Line id + 1; 0 marks an empty place.
        var key: UInt32 = 0
        /// Sectors of the line seen so far, one bit each.
        var mask: UInt8 = 0
        /// Position in the stream at the last fetch.
        var position: Int64 = 0
    }

    /// Places, a power of two.
    private var table: UnsafeMutablePointer<Entry>
    /// Number of places less one.
    private var mask: Int
    /// Places taken.
    private var used = 0

    /// An empty history.
    init() {
        mask = 4095
        table = .allocate(capacity: 4096)
        table.initialize(repeating: Entry(), count: 4096)
    }

    deinit { table.deallocate() }

    /// The entry of `line`, made when absent; valid until the next call.
    @inline(__always)
    mutating func entry(of line: UInt32) -> UnsafeMutablePointer<Entry> {
        let key = line &+ 1
        var place = Self.hash(key) & mask
        // The table is at most half full, so that the search ends; `place` stays below its size by the mask.
        while table[place].key != key {
            if table[place].key == 0 {
                if used &* 2 >= mask { return grow(adding: key) }
                used &+= 1
                table[place].key = key
                break
            }
            place = (place &+ 1) & mask
        }
        return table + place
    }

    /// Doubles the table and adds `key`.
    @inline(never)
    private mutating func grow(adding key: UInt32) -> UnsafeMutablePointer<Entry> {
        let (old, oldCount) = (table, mask + 1)
        mask = oldCount * 2 - 1
        table = .allocate(capacity: oldCount * 2)
        table.initialize(repeating: Entry(), count: oldCount * 2)
        for index in 0..<oldCount where old[index].key != 0 {
            var place = Self.hash(old[index].key) & mask
            while table[place].key != 0 { place = (place + 1) & mask }
            table[place] = old[index]
        }
        old.deallocate()
        return entry(of: key &- 1)
    }

    /// Fibonacci hashing: neighbours spread, high bits count.
    @inline(__always)
    private static func hash(_ key: UInt32) -> Int {
        Int(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 32)
    }
}
