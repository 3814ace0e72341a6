import SIMTMachine

/// How many issued instructions lie between each instruction and the nearest producer of its operands.
///
/// Apple's register cache serves recent results; the distance decides what reading an operand costs.
enum OperandDistance {
    /// A distance at which nothing is left to pay.
    static let far = 4

    /// The distance of each instruction of `block`, `far` where every producer is farther or outside the block.
    ///
    /// A register read before the block writes it comes from the block's previous execution: in a loop of one block that
    /// is where the value was made. Free instructions hand their source's place on.
    static func distances(in block: [TimedInstruction]) -> [Int] {
        var places: [Int32: Int] = [:]
        var issued = 0
        for instruction in block {
            issued = step(instruction, issued, &places)
        }
        // The second pass sees the first one's results one block length back.
        var previous = places.mapValues { $0 - issued }
        var distances: [Int] = []
        distances.reserveCapacity(block.count)
        var place = 0
        for instruction in block {
            let nearest = sources(instruction).compactMap { previous[$0] }.max()
            distances.append(min(far, max(1, place - (nearest ?? place - far))))
            place = step(instruction, place, &previous)
        }
        return distances
    }

    /// Notes where `instruction` puts its result; returns the place of the next issued instruction.
    private static func step(_ instruction: TimedInstruction, _ place: Int, _ places: inout [Int32: Int]) -> Int {
        let isFree = instruction.operation == .free || instruction.operation == .address
        if instruction.destination >= 0 {
            if isFree {
                places[instruction.destination] = sources(instruction).compactMap { places[$0] }.max()
            } else {
                places[instruction.destination] = place
            }
        }
        return isFree ? place : place + 1
    }

    /// The registers an instruction reads.
    private static func sources(_ instruction: TimedInstruction) -> [Int32] {
        let all = instruction.sources
        return [all.0, all.1, all.2, all.3].filter { $0 >= 0 }
    }
}
