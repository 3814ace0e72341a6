/// How many registers a function's values need at once.
///
/// Live units are found backwards from their uses, over bit sets. To bound memory for any input, units are handled in
/// chunks, and each chunk adds its registers to every program point.
package struct Liveness: Sendable {
    /// Bits of all sets of one chunk together: 32 MB.
    private static let setBits = 1 << 28

    /// The most 32-bit registers live at one program point.
    package let registerPressure: Int
    /// The most 32-bit registers live at one point of each block; 0 for unreachable blocks.
    package let pressures: [Int]

    /// Measures a function. Parameters count only if `countsParameters`: kernels read theirs from constant memory.
    package init(_ function: IRFunction, _ flow: ControlFlow, countsParameters: Bool = false) {
        let values = RegisterSteps(function, flow, countsParameters: countsParameters)
        var live = values.steps.map { Array(repeating: 0, count: $0.count) }
        let chunk = max(4096, Self.setBits / 4 / max(1, function.blocks.count))
        for first in stride(from: 0, to: values.weights.count, by: chunk) {
            let range = first..<min(first + chunk, values.weights.count)
            let liveOut = Self.liveOut(range, values, flow)
            for block in flow.order {
                Self.addPressure(&live[block.index], values, block: block.index, range, liveOut[block.index])
            }
        }
        pressures = live.map { (($0.max() ?? 0) + 1) / 2 }
        registerPressure = pressures.max() ?? 0
    }

    /// The units of `range` that are live behind each block.
    private static func liveOut(_ range: Range<Int>, _ values: RegisterSteps, _ flow: ControlFlow) -> [BitSet] {
        let count = values.steps.count
        var used = Array(repeating: BitSet(), count: count)
        var defined = used
        var out = used
        var into = used
        for block in flow.order.map(\.index) {
            used[block] = BitSet(count: range.count)
            defined[block] = used[block]
            out[block] = used[block]
            into[block] = used[block]
        }
        for block in flow.order.map(\.index) {
            for step in values.steps[block] {
                for value in step.uses where range.contains(value) {
                    let member = value - range.lowerBound
                    if !defined[block].contains(member) { used[block].insert(member) }
                }
                for value in step.definitions where range.contains(value) {
                    defined[block].insert(value - range.lowerBound)
                }
            }
            for value in values.usesAtEnd[block] where range.contains(value) {
                out[block].insert(value - range.lowerBound)
            }
        }
        // Backwards over the order, blocks behind come first; only loops need further rounds.
        var isWaiting = Array(repeating: true, count: count)
        var changed = true
        while changed {
            changed = false
            for block in flow.order.reversed().map(\.index) where isWaiting[block] {
                isWaiting[block] = false
                for next in flow.successors[block] { out[block].formUnion(into[next.index]) }
                guard into[block].formLiveIn(out: out[block], defined: defined[block], used: used[block]) else {
                    continue
                }
                changed = true
                for source in flow.predecessors[block] where flow.positions[source.index] != nil {
                    isWaiting[source.index] = true
                }
            }
        }
        return out
    }

    /// Adds the half registers of the live units of `range` to each step of one block.
    private static func addPressure(
        _ pressure: inout [Int], _ values: RegisterSteps, block: Int, _ range: Range<Int>, _ liveOut: BitSet
    ) {
        var live = liveOut
        var registers = 0
        live.forEach { registers += values.weights[$0 + range.lowerBound] }
        for (index, step) in values.steps[block].enumerated().reversed() {
            var behind = registers
            for value in step.definitions where range.contains(value) {
                let weight = values.weights[value]
                if live.remove(value - range.lowerBound) {
                    registers -= weight
                } else {
                    // Even a value nobody reads here is written somewhere.
                    behind += weight
                }
            }
            for value in step.uses where range.contains(value) && live.insert(value - range.lowerBound) {
                registers += values.weights[value]
            }
            pressure[index] += max(behind, registers)
        }
    }
}
