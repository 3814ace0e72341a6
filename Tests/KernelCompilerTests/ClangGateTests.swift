import Synchronization
import Testing

@testable import KernelCompiler

@Suite struct ClangGateTests {
    @Test("no more than its places are taken at once, and everybody gets one", arguments: [1, 2, 5])
    func places(count: Int) async {
        let gate = ClangGate(places: count)
        let inside = Mutex((now: 0, most: 0, all: 0))
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    await gate.pass {
                        inside.withLock {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                            $0.all += 1
                        }
                        for _ in 0..<20 { await Task.yield() }
                        inside.withLock { $0.now -= 1 }
                    }
                }
            }
        }
        let seen = inside.withLock { $0 }
        #expect(seen.now == 0)
        #expect(seen.all == 40)
        #expect(seen.most <= count)
    }
}
