import Foundation
import Synchronization

/// Threads that share the threadgroups of one launch, each with an execution of its own.
///
/// `@unchecked Sendable`: each member is used by one thread only, and by the caller's once all are done. What they share
/// is a flag, which is atomic, and device memory, whose contents count only where no two threads met.
final class ThreadgroupCrew: @unchecked Sendable {
    /// What one thread works with.
    private final class Member {
        let execution: Execution
        var traces: [(place: Int, trace: ThreadgroupTrace)] = []

        init(_ execution: Execution) { self.execution = execution }
    }

    private let members: [Member]
    private let threadgroups: [Int]
    private let share: Int
    private let tracing: Bool
    private let isStopped = Atomic(false)
    private let done = DispatchSemaphore(value: 0)

    /// Threads for `executions`, at least one; the first one's is the caller's.
    ///
    /// - Parameter share: Threadgroups that a thread takes at a time.
    init(_ executions: [Execution], threadgroups: [Int], share: Int, tracing: Bool) {
        members = executions.map(Member.init)
        self.threadgroups = threadgroups
        self.share = share
        self.tracing = tracing
    }

    /// Whether every threadgroup was executed without a fault.
    var isClean: Bool { !isStopped.load(ordering: .acquiring) }

    /// The traces in the order of the threadgroups.
    var traces: [ThreadgroupTrace] { members.flatMap(\.traces).sorted { $0.place < $1.place }.map(\.trace) }

    /// Executes everything, or stops where something goes wrong.
    func run() {
        for number in members.indices.dropFirst() {
            ParkedThread.run(signalling: done) { [self] in work(number) }
        }
        work(0)
        for _ in members.indices.dropFirst() { done.wait() }
    }

    /// One thread's part: every so many shares one, by number, so that what meets does not depend on who is quicker.
    private func work(_ number: Int) {
        let member = members[number]
        for start in stride(from: number * share, to: threadgroups.count, by: members.count * share) {
            for place in start..<min(start + share, threadgroups.count) {
                if isStopped.load(ordering: .relaxed) { return }
                do throws(MachineFault) {
                    let trace = try member.execution.run(threadgroup: threadgroups[place], tracing: tracing)
                    if let trace { member.traces.append((place, trace)) }
                } catch {
                    isStopped.store(true, ordering: .releasing)
                    return
                }
            }
        }
    }
}
