import Evaluation
import Foundation
import Synchronization
import Testing

@Suite struct LanePoolTests {
    /// What runs now, and the most that ever ran together.
    private final class Gauge: Sendable {
        private let state = Mutex((now: 0, most: 0))

        func enter() { state.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
        func leave() { state.withLock { $0.now -= 1 } }
        var most: Int { state.withLock { $0.most } }
    }

    @Test("every piece of work gives its own result, and no more run together than there are lanes", arguments: [1, 3])
    func results(lanes: Int) async {
        let pool = LanePool(lanes: lanes)
        let gauge = Gauge()
        let found = await withTaskGroup(of: (Int, Int).self) { group in
            for number in 0..<40 {
                group.addTask {
                    let square = await pool.run {
                        gauge.enter()
                        defer { gauge.leave() }
                        return (0..<1000).reduce(0) { sum, _ in sum &+ number * number } / 1000
                    }
                    return (number, square)
                }
            }
            var found: [Int: Int] = [:]
            for await (number, square) in group { found[number] = square }
            return found
        }
        #expect(found == Dictionary(uniqueKeysWithValues: (0..<40).map { ($0, $0 * $0) }))
        #expect(gauge.most <= lanes)
    }

    @Test("the work of a lane runs on a thread of its own")
    func threads() async {
        let pools = [LanePool(lanes: 1), LanePool(lanes: 1)]
        var threads: [ObjectIdentifier] = []
        for pool in pools + pools { threads.append(await pool.run { ObjectIdentifier(Thread.current) }) }
        #expect(threads[0] == threads[2])
        #expect(threads[1] == threads[3])
        #expect(threads[0] != threads[1])
    }
}
