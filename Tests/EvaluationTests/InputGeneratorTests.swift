import Evaluation
import SIMTMachine
import Testing

@Suite struct InputGeneratorTests {
    private func values(_ generator: InputGenerator, count: Int = 20_000) throws -> [Float] {
        let task = try Fixture.task("attention")
        return NativeReference.floats(generator.contents(of: task.buffers[0], count: count))
    }

    @Test("inputs are bell-shaped around 0 with both signs")
    func shape() throws {
        let found = try values(InputGenerator(seed: 1, task: "t", timedSize: "s"))
        let mean = found.reduce(0.0) { $0 + Double($1) } / Double(found.count)
        let variance = found.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(found.count)
        #expect(abs(mean) < 0.03)
        #expect(abs(variance - 1) < 0.03)
        #expect(found.count { $0 < 0 } > 9000)
        #expect(found.allSatisfy { abs($0) < 3.47 })
    }

    @Test("the first numbers never change")
    func pinned() throws {
        let found = try values(InputGenerator(seed: 1, task: "attention", timedSize: "prefill-512"), count: 4)
        #expect(found.map(\.bitPattern) == Self.expected)
    }

    /// Bit patterns of the first four inputs; a change would silently change every journaled evaluation.
    private static let expected: [UInt32] = []

    @Test("seed, task, size and candidate each give other inputs; the same give the same")
    func dependence() throws {
        let base = try values(InputGenerator(seed: 1, task: "t", checkedSize: "s", candidate: "c"), count: 64)
        #expect(try values(InputGenerator(seed: 1, task: "t", checkedSize: "s", candidate: "c"), count: 64) == base)
        for other in [
            InputGenerator(seed: 2, task: "t", checkedSize: "s", candidate: "c"),
            InputGenerator(seed: 1, task: "u", checkedSize: "s", candidate: "c"),
            InputGenerator(seed: 1, task: "t", checkedSize: "r", candidate: "c"),
            InputGenerator(seed: 1, task: "t", checkedSize: "s", candidate: "d"),
            InputGenerator(seed: 1, task: "t", timedSize: "s"),
        ] { #expect(try values(other, count: 64) != base) }
    }
}
