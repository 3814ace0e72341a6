import Audit
import Blackboard
import Foundation
import Testing

@Suite struct DeliveryTests {
    /// A blackboard with a goal and `count` proposals, and an evaluator that has subscribed.
    private func board(in folder: RunFolder, proposals count: Int) async throws -> Blackboard {
        let board = try Blackboard(runDirectory: folder.path)
        try await board.subscribe("evaluator", kinds: [.proposal])
        try await board.post(Draft(.goal, by: "swarm", payload: [:]))
        for number in 0..<count {
            try await board.post(Draft(.proposal, by: "explorer", causes: [1], payload: ["n": .int(number)]))
        }
        return board
    }

    /// The evaluator's reaction to an entry.
    private func evaluate(_ entry: Entry, on board: Blackboard) async throws {
        try await board.react(
            subscriber: "evaluator", to: entry,
            posting: [Draft(.evaluation, by: "evaluator", causes: [entry.chainSeq], payload: ["time": 1.0])])
    }

    @Test("after a crash exactly the entries without a journaled reaction are handed out again")
    func exactlyOnce() async throws {
        let folder = try RunFolder()
        let first = try await board(in: folder, proposals: 6)
        for _ in 0..<3 {
            let entry = try #require(try await first.next(for: "evaluator"))
            try await evaluate(entry, on: first)
        }
        // Handed out, but the process dies before the reaction.
        #expect(try await first.next(for: "evaluator")?.chainSeq == 5)
        let crashed = try folder.copy()

        let second = try Blackboard(runDirectory: crashed.path)
        #expect(try await second.pending("evaluator").map(\.chainSeq) == [5, 6, 7])
        for _ in 0..<3 {
            let entry = try #require(try await second.next(for: "evaluator"))
            try await evaluate(entry, on: second)
        }
        #expect(try await second.pending("evaluator").isEmpty)
        let causes = await second.entries(kind: .evaluation).flatMap(\.causes)
        #expect(causes == [2, 3, 4, 5, 6, 7])
        try await second.finish()
        #expect(crashed.verify().outcome == .intact)
    }

    @Test("a second reaction to the same entry is refused and leaves nothing behind")
    func secondReaction() async throws {
        let folder = try RunFolder()
        let board = try await board(in: folder, proposals: 1)
        let entry = try #require(try await board.next(for: "evaluator"))
        try await evaluate(entry, on: board)
        await #expect(throws: JournalError(.reaction, "'evaluator' has reacted to entry 2 before")) {
            try await evaluate(entry, on: board)
        }
        #expect(await board.entries(kind: .evaluation).count == 1)
        let goal = try #require(await board.entry(chainSeq: 1))
        await #expect(
            throws: JournalError(.reaction, "'evaluator' has not subscribed to 'goal', the kind of entry 1")
        ) {
            try await board.react(subscriber: "evaluator", to: goal)
        }
    }

    @Test("reactions out of turn are kept across a restart")
    func outOfTurn() async throws {
        let folder = try RunFolder()
        let first = try await board(in: folder, proposals: 5)
        let pending = try await first.pending("evaluator")
        for position in [3, 1] { try await evaluate(pending[position], on: first) }
        let crashed = try folder.copy()
        let second = try Blackboard(runDirectory: crashed.path)
        #expect(try await second.pending("evaluator").map(\.chainSeq) == [2, 4, 6])
        try await evaluate(pending[0], on: second)
        #expect(try await second.pending("evaluator").map(\.chainSeq) == [4, 6])
    }

    @Test("several consumers of one subscriber never get the same entry")
    func consumers() async throws {
        let folder = try RunFolder()
        let board = try await board(in: folder, proposals: 0)
        let seen = try await withThrowingTaskGroup(of: [Int].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var seen: [Int] = []
                    while let entry = try await board.next(for: "evaluator") {
                        seen.append(entry.chainSeq)
                        try await self.evaluate(entry, on: board)
                    }
                    return seen
                }
            }
            for number in 0..<40 {
                try await board.post(Draft(.proposal, by: "explorer", payload: ["n": .int(number)]))
            }
            while try await !board.pending("evaluator").isEmpty { await Task.yield() }
            try await board.finish()
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(seen.count == 40)
        #expect(Set(seen).count == 40)
        #expect(await board.entries(kind: .evaluation).count == 40)
    }

    @Test("a waiting subscriber is released by cancellation")
    func cancellation() async throws {
        let folder = try RunFolder()
        let board = try await board(in: folder, proposals: 0)
        let waiter = Task { try await board.next(for: "evaluator") }
        waiter.cancel()
        #expect(try await waiter.value == nil)
    }

    @Test("a resumed subscriber must ask for the kinds it asked for at first")
    func changedKinds() async throws {
        let folder = try RunFolder()
        let board = try await board(in: folder, proposals: 0)
        try await board.subscribe("evaluator", kinds: [.proposal])
        await #expect(
            throws: JournalError(
                .subscription, "'evaluator' subscribed to proposal when the run began, not to proposal,revision")
        ) {
            try await board.subscribe("evaluator", kinds: [.revision, .proposal])
        }
    }
}
