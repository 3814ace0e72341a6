import SIMTMachine

/// The addresses of a program's memory instructions as polynomials, and how loop variables move.
struct ValueAnalysis {
    /// Address of each memory instruction by block and place; nil where it was not looked into.
    private(set) var addresses: [[Int: Polynomial]]
    /// Block in which a value that is not looked into comes to be; -1 for values of the whole launch.
    private(set) var home: [Int32: Int] = [:]
    /// What a loop's variable grows by in each round, by its value at the header.
    private(set) var steps: [Int32: Polynomial] = [:]
    /// Register that holds each value which is one of several definitions of it.
    private var holders: [Int32: Int32] = [:]

    /// Registers times blocks beyond which loop variables are not told apart.
    private static let versionLimit = 4_000_000

    /// Analyses `blocks`.
    init(_ blocks: [[MachineInstruction]], _ details: TimedDetails, _ loops: LoopNest) {
        addresses = .init(repeating: [:], count: blocks.count)
        var definitions: [Int32: Int] = [:]
        for block in blocks {
            for instruction in block where instruction.destination >= 0 {
                definitions[instruction.destination, default: 0] += 1
            }
        }
        let multiple = definitions.filter { $0.value > 1 }.keys.sorted()
        guard multiple.count * blocks.count <= Self.versionLimit else { return }
        let number = Dictionary(uniqueKeysWithValues: multiple.enumerated().map { ($1, $0) })
        let firstVersion = Int32(details.widths.count)
        let versions = Versions(blocks, details, number, first: firstVersion)

        var single: [Int32: Polynomial] = [:]
        var defined: [Int32: Polynomial] = [:]
        for (block, list) in blocks.enumerated() {
            var current: [Int32: Polynomial] = [:]
            var version = versions.entries[block]
            func value(_ register: Int32) -> Polynomial {
                if let constant = details.constants[register] {
                    return Polynomial(constant: Int64(bitPattern: constant))
                }
                if let known = single[register] { return known }
                if let index = number[register] {
                    if let known = current[register] { return known }
                    let atom = version[index]
                    return defined[atom] ?? Polynomial(atom: atom)
                }
                return Polynomial(atom: register)
            }
            for (place, instruction) in list.enumerated() {
                if instruction.isAccess { addresses[block][place] = value(instruction.operands.0) }
                guard instruction.destination >= 0 else { continue }
                let register = instruction.destination
                let found = Self.polynomial(instruction, value)
                if let index = number[register] {
                    let atom = versions.definition(block, place)
                    version[index] = atom
                    let result = found ?? Polynomial(atom: atom)
                    if found == nil { home[atom] = block }
                    holders[atom] = register
                    defined[atom] = result
                    current[register] = result
                } else {
                    if found == nil { home[register] = block }
                    single[register] = found ?? Polynomial(atom: register)
                }
            }
        }
        for (block, atoms) in versions.joins.enumerated() {
            for atom in atoms {
                home[atom] = block
                if let index = versions.entries[block].firstIndex(of: atom) { holders[atom] = multiple[index] }
            }
        }
        for loop in loops.loops {
            for index in multiple.indices {
                let atom = versions.entries[loop.header][index]
                guard versions.isJoin(atom, of: loop.header) else { continue }
                let last = versions.exits[loop.latch][index]
                guard let end = defined[last], let step = end.adding(Polynomial(atom: atom), times: -1),
                    isInvariant(step, in: loop)
                else { continue }
                steps[atom] = step
            }
        }
    }

    /// The register that holds a value.
    func register(of atom: Int32) -> Int32 { holders[atom] ?? atom }

    /// Whether none of a polynomial's values comes to be inside `loop`.
    func isInvariant(_ value: Polynomial, in loop: LoopNest.Loop) -> Bool {
        value.terms.allSatisfy { $0.atoms.allSatisfy { !loop.contains(home[$0] ?? -1) } }
    }

    /// The result of an instruction in terms of its operands; nil where it is not looked into.
    private static func polynomial(
        _ instruction: MachineInstruction, _ value: (Int32) -> Polynomial
    ) -> Polynomial? {
        let (first, second, third) = instruction.operands
        func constant(_ register: Int32) -> Int64? {
            let found = value(register)
            return found.terms.isEmpty ? found.constant : nil
        }
        switch instruction.meaning {
        case .move, .signExtend, .zeroExtend, .narrow: return value(first)
        case .add: return value(first).adding(value(second))
        case .subtract: return value(first).adding(value(second), times: -1)
        case .multiply: return value(first).multiplied(by: value(second))
        case .shiftLeft:
            guard let distance = constant(second), (0..<63).contains(distance) else { return nil }
            return value(first).multiplied(by: Polynomial(constant: 1 << distance))
        case .shiftAdd:
            guard let distance = constant(third), (0..<63).contains(distance) else { return nil }
            return value(first).adding(value(second), times: 1 << distance)
        case .or:
            // Unrolled loops count as base | k where the base's low bits are zero.
            guard let small = constant(second), (0..<64).contains(small) else { return nil }
            return value(first).adding(Polynomial(constant: small))
        case .other, .quotient, .signedQuotient, .remainder, .signedRemainder, .rowAddress, .atomicAdd, .atomicFloat:
            return nil
        }
    }
}

/// Which definition of a register written in several places reaches each block.
private struct Versions {
    /// Version of each register at each block's start.
    private(set) var entries: [[Int32]]
    /// The same at its end.
    private(set) var exits: [[Int32]]
    /// Versions that begin at a block because different ones meet there.
    private(set) var joins: [[Int32]]
    /// First version of each block's definitions.
    private var starts: [Int32] = []
    /// First version of joins.
    private let firstJoin: Int32
    private let registers: Int

    init(_ blocks: [[MachineInstruction]], _ details: TimedDetails, _ number: [Int32: Int], first: Int32) {
        registers = number.count
        var next = first
        for block in blocks {
            starts.append(next)
            next += Int32(block.count)
        }
        firstJoin = next
        let unknown: Int32 = -1
        entries = .init(repeating: .init(repeating: unknown, count: registers), count: blocks.count)
        exits = entries
        joins = .init(repeating: [], count: blocks.count)
        var predecessors = [[Int]](repeating: [], count: blocks.count)
        for (block, list) in details.successors.enumerated() {
            for target in list { predecessors[target].append(block) }
        }
        var last: [[(index: Int, version: Int32)]] = []
        for (block, list) in blocks.enumerated() {
            var found: [Int: Int32] = [:]
            for (place, instruction) in list.enumerated() {
                if let index = number[instruction.destination] { found[index] = starts[block] + Int32(place) }
            }
            last.append(found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        }
        var changed = true
        while changed {
            changed = false
            for block in blocks.indices {
                var entry = entries[block]
                for index in 0..<registers {
                    let join = firstJoin + Int32(block * registers + index)
                    if entry[index] == join { continue }
                    var met = block == 0 ? join : unknown
                    for one in predecessors[block] {
                        let version = exits[one][index]
                        if version == unknown || version == met { continue }
                        met = met == unknown ? version : join
                    }
                    entry[index] = met
                }
                var exit = entry
                for (index, version) in last[block] { exit[index] = version }
                if entry != entries[block] || exit != exits[block] {
                    entries[block] = entry
                    exits[block] = exit
                    changed = true
                }
            }
        }
        for block in blocks.indices { joins[block] = entries[block].filter { isJoin($0, of: block) } }
    }

    /// The version that an instruction writes.
    func definition(_ block: Int, _ place: Int) -> Int32 { starts[block] + Int32(place) }

    /// Whether a version begins at `block` because different ones meet there.
    func isJoin(_ version: Int32, of block: Int) -> Bool {
        let first = firstJoin + Int32(block * registers)
        return version >= first && version < first + Int32(registers)
    }
}
