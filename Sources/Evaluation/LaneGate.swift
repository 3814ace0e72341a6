/// Lets a fixed number of evaluations compute at the same time; the rest wait in the order of their coming.
actor LaneGate {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var head = 0

    /// A gate with `lanes` places, at least one.
    init(lanes: Int) { free = max(1, lanes) }

    /// Waits for a place.
    func enter() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Gives a place back, to the one who has waited longest.
    func leave() {
        guard head < waiting.count else {
            free += 1
            return
        }
        let next = waiting[head]
        head += 1
        if head == waiting.count { (waiting, head) = ([], 0) }
        next.resume()
    }
}
