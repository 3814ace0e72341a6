import SIMTMachine

/// Which accesses must stay before an access, because they may touch the same memory.
///
/// Threadgroup memory, device memory by the launch argument through which alone it is reached, and the rest are apart; what
/// is not known to be reached through such an argument may be any device memory.
struct MemoryOrder {
    /// What is known to be apart.
    private enum Space: Hashable {
        case threadgroup
        case device(base: Int32)
    }

    /// The last store of a space and the loads since then.
    private struct Recent {
        var store: Int?
        var loads: [Int] = []
    }

    /// In the order in which the spaces were met first.
    private var recent: [(space: Space, accesses: Recent)] = []

    /// Adds an instruction and returns the places of those before it that it must not pass; none for other classes.
    mutating func add(_ instruction: MachineInstruction, at place: Int) -> [Int] {
        let isLoad: Bool
        switch instruction.operation {
        case .globalLoad, .sharedLoad, .localLoad: isLoad = true
        case .globalStore, .globalAtomic, .sharedStore, .sharedAtomic, .asyncStore, .localStore: isLoad = false
        default: return []
        }
        let space = instruction.isThreadgroupAccess ? Space.threadgroup : .device(base: instruction.base)
        var before: [Int] = []
        for index in recent.indices where Self.mayMeet(recent[index].space, space) {
            if let store = recent[index].accesses.store { before.append(store) }
            if !isLoad { before += recent[index].accesses.loads }
        }
        var index = recent.firstIndex { $0.space == space } ?? -1
        if index < 0 {
            index = recent.count
            recent.append((space, Recent()))
        }
        if isLoad {
            recent[index].accesses.loads.append(place)
        } else {
            // What follows stays behind a store to any device memory, so that nothing before it matters to it.
            if Self.isAny(space) {
                for other in recent.indices {
                    if recent[other].space != .threadgroup { recent[other].accesses = Recent() }
                }
            }
            recent[index].accesses = Recent(store: place)
        }
        return before
    }

    /// Whether accesses of two spaces may touch the same memory.
    private static func mayMeet(_ first: Space, _ second: Space) -> Bool {
        first == second || (first != .threadgroup && second != .threadgroup && (isAny(first) || isAny(second)))
    }

    /// Whether a space is all device memory.
    private static func isAny(_ space: Space) -> Bool { space == .device(base: -1) }
}
