/// The slots of all cores by the time at which each is free.
struct SlotQueue {
    /// A heap of (free at, slot): slot numbers go round the cores, so that ties are dealt in turn.
    private var heap: [(free: Double, slot: Int)]

    /// `count` slots, all free from `begin` on.
    init(count: Int, from begin: Double) { heap = (0..<count).map { (begin, $0) } }

    /// The slot that is free first.
    ///
    /// - Precondition: There is one.
    var first: (free: Double, slot: Int) { heap[0] }

    /// Every slot and when it is free, in no order that means anything.
    var all: [(free: Double, slot: Int)] { heap }

    /// Keeps the slot that is free first busy until `time`, which is not before it is free.
    mutating func occupyFirst(until time: Double) {
        heap[0].free = time
        var place = 0
        while true {
            var least = place
            for child in (2 * place + 1)...(2 * place + 2) where child < heap.count {
                if (heap[child].free, heap[child].slot) < (heap[least].free, heap[least].slot) { least = child }
            }
            if least == place { return }
            heap.swapAt(place, least)
            place = least
        }
    }
}
