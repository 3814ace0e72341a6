package import KernelCompiler
package import SIMTMachine

/// Runs a case and compares what it writes with the elements that the real card wrote.
///
/// Every recorded element of every output is compared: cases of little work are executed whole, of others those
/// threadgroups that write a recorded element.
package struct CardCheck {
    /// What came of one build of a case.
    package struct Outcome: Sendable {
        /// Elements that the card recorded.
        package var recorded = 0
        /// Elements that were compared.
        package var compared = 0
        /// Elements whose bits are the card's.
        package var same = 0
        /// Whether nothing in the kernel rounds, so that all of them must be.
        package var isExact = false
        /// Whether every threadgroup has been executed.
        package var isWhole = false
        /// Elements outside the tolerance, or not the card's bits where they must be, in words.
        package var wrong: [String] = []
    }

    private let prepared: PreparedCase
    private let execution: Execution
    private let measurement: Measurement
    private let launch: Launch

    /// Byte that outputs start with, so that an element which nobody has written is seen.
    private static let unwritten: UInt8 = 0xA5
    /// Warp instructions below which a case is executed whole.
    private static let wholeWork: UInt64 = 12_000_000
    /// Warp instructions that one build of a case may take.
    package static let budget = 600_000_000

    /// Prepares a build of a case, which is one launch.
    package init(
        _ truthCase: TruthCase, _ compiled: CompiledKernel, _ build: PreparedCase.Build, measurement: Measurement
    ) throws(GroundTruthError) {
        prepared = try PreparedCase(truthCase, compiled)
        launch = try prepared.launch(0, build)
        self.measurement = measurement
        execution = Execution(
            launch, memory: prepared.memory, options: MachineOptions(instructionBudget: Self.budget))
        for buffer in prepared.buffers where buffer.description.role == .output {
            prepared.memory.withBytes(of: buffer.id) {
                _ = $0.initializeMemory(as: UInt8.self, repeating: Self.unwritten)
            }
        }
    }

    /// Executes what is needed and compares.
    ///
    /// - Throws: `MachineFault` where the kernel does anything wrong; running out of the budget only ends the comparison.
    package func run() throws(MachineFault) -> Outcome {
        var outcome = Outcome()
        outcome.isExact = !launch.kernel.rounds
        outcome.recorded = measurement.outputs.reduce(0) { $0 + $1.samples.count }
        do throws(MachineFault) {
            try execution.run(threadgroup: 0, tracing: false)
            let count = launch.threadgroups.count
            let work = execution.instructionCount.multipliedReportingOverflow(by: UInt64(count))
            let isWhole = !work.overflow && work.partialValue <= Self.wholeWork
            // What atomics leave behind takes every threadgroup, once.
            let isJoint = launch.kernel.usesAtomics || prepared.buffers.contains { $0.description.role == .both }
            if isWhole || isJoint {
                for threadgroup in 1..<max(1, count) { try execution.run(threadgroup: threadgroup, tracing: false) }
                outcome.isWhole = true
                compareAll(&outcome)
            } else {
                try compareByWriters(&outcome)
                // Where the first and last threadgroups write nothing, who writes what is not found.
                if outcome.compared < outcome.recorded {
                    for threadgroup in 0..<count { try execution.run(threadgroup: threadgroup, tracing: false) }
                    outcome.isWhole = true
                    compareAll(&outcome)
                }
            }
        } catch {
            guard case .overBudget = error.kind else { throw error }
            compareAll(&outcome)
        }
        return outcome
    }

    /// Compares every recorded element that is written by now.
    private func compareAll(_ outcome: inout Outcome) {
        outcome.compared = 0
        outcome.same = 0
        outcome.wrong = []
        for output in measurement.outputs {
            guard let buffer = prepared.buffers.first(where: { $0.description.name == output.buffer }) else { continue }
            for sample in output.samples { compare(sample, buffer, &outcome) }
        }
    }

    /// Executes the threadgroups that write recorded elements.
    private func compareByWriters(_ outcome: inout Outcome) throws(MachineFault) {
        for output in measurement.outputs {
            guard let buffer = prepared.buffers.first(where: { $0.description.name == output.buffer }) else { continue }
            let grid = [launch.threadgroups.x, launch.threadgroups.y, launch.threadgroups.z]
            let map: WriterMap?
            do {
                map = try WriterMap(grid: grid) { try written(by: $0, buffer) }
            } catch let fault as MachineFault {
                throw fault
            } catch {
                map = nil
            }
            guard let map else { continue }
            for sample in output.samples where !isWritten(sample.index, buffer) {
                for threadgroup in map.writers(of: sample.index) where !isWritten(sample.index, buffer) {
                    try execution.run(threadgroup: threadgroup, tracing: false)
                }
            }
        }
        compareAll(&outcome)
    }

    /// The elements of a buffer that a threadgroup writes.
    private func written(
        by threadgroup: Int, _ buffer: (description: TruthBuffer, id: BufferID)
    ) throws(MachineFault) -> [Int] {
        prepared.memory.withBytes(of: buffer.id) {
            _ = $0.initializeMemory(as: UInt8.self, repeating: Self.unwritten)
        }
        try execution.run(threadgroup: threadgroup, tracing: false)
        return prepared.memory.withBytes(of: buffer.id) { bytes in
            let size = buffer.description.element.byteCount
            let found = (0..<(bytes.count / 8)).filter {
                bytes.load(fromByteOffset: $0 * 8, as: UInt64.self) != UInt64(Self.unwritten) * 0x0101_0101_0101_0101
            }
            let words = found.flatMap { word in (0..<(8 / size)).map { word * (8 / size) + $0 } }
            let rest = Array((bytes.count / 8 * 8 / size)..<buffer.description.count)
            return (words + rest).filter { isWritten(UnsafeRawBufferPointer(bytes), $0, size) }
        }
    }

    private func isWritten(_ element: Int, _ buffer: (description: TruthBuffer, id: BufferID)) -> Bool {
        prepared.memory.withBytes(of: buffer.id) {
            isWritten(UnsafeRawBufferPointer($0), element, buffer.description.element.byteCount)
        }
    }

    private func isWritten(_ bytes: UnsafeRawBufferPointer, _ element: Int, _ size: Int) -> Bool {
        (0..<size).contains { bytes[element * size + $0] != Self.unwritten }
    }

    /// Compares one element, where it has been written.
    private func compare(
        _ sample: (index: Int, value: Double), _ buffer: (description: TruthBuffer, id: BufferID),
        _ outcome: inout Outcome
    ) {
        let isUntouched = buffer.description.role == .output && !isWritten(sample.index, buffer)
        // On the card outputs start as zeros, and some kernels write nothing.
        guard !isUntouched || outcome.isWhole else { return }
        let value =
            isUntouched
            ? 0
            : prepared.memory.withBytes(of: buffer.id) {
                buffer.description.value(UnsafeRawBufferPointer($0), at: sample.index)
            }
        outcome.compared += 1
        let isSame = buffer.description.bits(of: value) == buffer.description.bits(of: sample.value)
        if isSame { outcome.same += 1 }
        let room = buffer.description.element == .f16 ? 0.02 : 2e-3
        let isClose = abs(value - sample.value) <= room * max(1, abs(sample.value))
        if outcome.isExact ? !isSame : !isClose {
            outcome.wrong.append(
                "\(buffer.description.name)[\(sample.index)] is \(value), the card wrote \(sample.value)")
        }
    }
}
