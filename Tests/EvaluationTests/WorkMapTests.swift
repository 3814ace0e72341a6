import Evaluation
import Testing

@Suite struct WorkMapTests {
    /// Counts how often a threadgroup is measured.
    private final class Counter {
        var calls = 0
    }

    private func map(_ extent: [Int], pilots: Int = 48, _ work: (Int, Int, Int) -> UInt64) -> (map: WorkMap, calls: Int) {
        let counter = Counter()
        let map = WorkMap(extent: extent, pilots: pilots, budget: .max) { index throws(Never) in
            counter.calls += 1
            return work(index % extent[0], index / extent[0] % extent[1], index / extent[0] / extent[1])
        }
        return (map, counter.calls)
    }

    @Test("equal threadgroups are found to be equal from a few")
    func uniform() {
        let (map, calls) = map([100, 50, 7]) { _, _, _ in 1000 }
        #expect(map.isUniform)
        #expect(calls <= 14)
        #expect(map.work(of: 12_345) == 1000)
    }

    @Test("work that grows along one axis is exact everywhere")
    func linear() {
        let (map, calls) = map([1, 300, 16]) { _, y, _ in UInt64(50 + 7 * y) }
        #expect(!map.isUniform)
        #expect(calls <= 20)
        for index in 0..<(300 * 16) { #expect(map.work(of: index) == UInt64(50 + 7 * (index % 300))) }
    }

    @Test("causal work with its kink along the diagonal is close in sum")
    func causal() {
        // Tiles of 64 keys, none beyond the query.
        let work: (Int, Int, Int) -> UInt64 = { x, y, _ in x * 64 <= y ? 5000 : 100 }
        let (map, calls) = map([8, 512, 16], pilots: 96, work)
        #expect(calls <= 110)
        var (found, exact) = (0.0, 0.0)
        for index in 0..<(8 * 512 * 16) {
            found += Double(map.work(of: index))
            exact += Double(work(index % 8, index / 8 % 512, 0))
        }
        #expect(abs(found / exact - 1) < 0.15)
    }

    @Test("a grid of one threadgroup has one pilot")
    func single() {
        let (map, calls) = map([1, 1, 1]) { _, _, _ in 42 }
        #expect(map.work(of: 0) == (calls == 0 ? 1 : 42))
    }
}
