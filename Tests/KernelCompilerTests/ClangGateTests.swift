import KernelCompiler
import Testing

@Suite struct ClangGateTests {
    /// Who is inside, and how many were at most.
    private actor Room {
        private(set) var now = 0
        private(set) var most = 0
        private(set) var all = 0

        func enter() {
            now += 1
            most = max(most, now)
            all += 1
        }

        func leave() { now -= 1 }
    }

    @Test("no more than its places are taken at once, and everybody gets one", arguments: [1, 2, 5])
    func places(count: Int) async {
        let gate = ClangGate(places: count)
        let room = Room()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    await gate.pass {
                        await room.enter()
                        for _ in 0..<20 { await Task.yield() }
                        await room.leave()
                    }
                }
            }
        }
        #expect(await room.now == 0)
        #expect(await room.all == 40)
        #expect(await room.most <= count)
    }
}
