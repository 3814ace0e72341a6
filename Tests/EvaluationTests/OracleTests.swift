import Evaluation
import SIMTMachine
import Testing

@Suite struct OracleTests {
    /// Inputs of a size and the oracle's rows.
    private func oracleRows(_ task: TaskDefinition, _ size: TaskSize, rows: [Int]? = nil) async throws -> (
        inputs: [SharedBytes?], rows: [[Double]]
    ) {
        let oracle = try await Oracle(task: task, compiler: Fixture.compiler())
        let generator = InputGenerator(seed: 3, task: task.name, timedSize: size.name)
        let inputs = zip(task.buffers, size.counts).map { buffer, count in
            buffer.role == .input ? generator.contents(of: buffer, count: count) : nil
        }
        let output = task.buffers.count - 1
        let all = Array(0..<(size.counts[output] / size.rowLengths[output]))
        return (inputs, try oracle.rows(rows ?? all, of: output, at: size, inputs: inputs))
    }

    /// Greatest difference of two sets of rows.
    private func distance(_ left: [[Double]], _ right: [[Double]]) -> Double {
        #expect(left.count == right.count)
        return zip(left, right).reduce(0) { worst, pair in
            #expect(pair.0.count == pair.1.count)
            return zip(pair.0, pair.1).reduce(worst) { max($0, abs($1.0 - $1.1)) }
        }
    }

    @Test("attention's oracle agrees with an independent implementation at every checked and held-out size")
    func attention() async throws {
        let task = try Fixture.task("attention")
        for size in task.checkSizes + task.holdoutSizes.suffix(1) {
            let found = try await oracleRows(task, size)
            let wanted = NativeReference.attention(
                q: NativeReference.floats(found.inputs[0]), k: NativeReference.floats(found.inputs[1]),
                v: NativeReference.floats(found.inputs[2]), size: size.values)
            #expect(distance(found.rows, wanted) < 1e-12)
        }
    }

    @Test("the matrix product's oracle agrees with an independent implementation")
    func product() async throws {
        let task = try Fixture.task("matmul")
        for size in task.checkSizes {
            let found = try await oracleRows(task, size)
            let wanted = NativeReference.product(
                a: NativeReference.floats(found.inputs[0]), b: NativeReference.floats(found.inputs[1]),
                size: size.values)
            #expect(distance(found.rows, wanted) < 1e-12)
        }
    }

    @Test("chosen rows are the same alone as among all")
    func chosenRows() async throws {
        let task = try Fixture.task("attention")
        let all = try await oracleRows(task, task.checkSizes[0])
        let chosen = [164, 0, 77, 77]
        let some = try await oracleRows(task, task.checkSizes[0], rows: chosen)
        #expect(some.rows == chosen.map { all.rows[$0] })
    }
}
