/// Loops that NVIDIA's assembler unrolls after its optimiser did.
///
/// Read off the machine code of 120 kernels beside the PTX that it was made from (CUDA 13.0, `sm_90`): an innermost loop of
/// one block with a known step goes four rounds at a time if its body is at most 60 instructions of machine code, has no
/// atomic, no barrier and no exchange between lanes, and stores nothing, or nothing that does not hang on the round before.
/// So four rounds that the optimiser made one become sixteen, whose loads are under way together.
struct RepeatedLoops {
    /// Rounds that become one.
    private static let rounds = 4
    /// Instructions of a body that is unrolled.
    private static let limit = 60
    /// Size up to which the optimiser unrolls a loop with a constant count in part, in its own units.
    private static let partialLimit = 150

    /// Machine instructions for one call of functions without an instruction of their own; others keep a loop as it is.
    private static let callCosts = [
        "__ks_exp2_f32": 4, "__ks_exp_f32": 6, "__ks_log2_f32": 5, "__ks_rsqrt_f32": 4, "__ks_rcp_f32": 1,
        "__ks_fast_sin_f32": 2, "__ks_fast_cos_f32": 2, "__ks_fast_tanh_f32": 1, "__ks_fast_div_f32": 3,
    ]

    /// One instruction of a block: its result's name, its operation, what stands behind that, and the values it reads.
    private struct Instruction {
        var result: Substring
        var operation: Substring
        var rest: Substring
        var reads: [Substring]
    }

    /// What is known of how often a loop goes round.
    private struct Counter {
        /// Rounds; nil where they are known at run time only.
        var trips: Int?
    }

    /// `text`, optimised IR, with the loops marked that are unrolled again; nil where there are none.
    static func marked(_ text: String) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        var places: [Substring: Int] = [:]
        for (place, line) in lines.enumerated() where line.hasPrefix("!") && line.contains(" = distinct !{") {
            places[line.prefix { $0 != " " }] = place
        }
        let disabled = Set(
            lines.filter { $0.hasSuffix("!{!\"llvm.loop.unroll.disable\"}") }.map { $0.prefix { $0 != " " } })
        var marks: [Int: Int] = [:]
        var (label, start): (Substring, Int) = ("", 0)
        for (end, line) in lines.enumerated() {
            if line.hasPrefix("define ") { label = "" }
            guard let first = line.first else { continue }
            if first != " " {
                if let colon = line.firstIndex(of: ":"), !line.hasPrefix("!") {
                    (label, start) = (line[..<colon], end + 1)
                }
                continue
            }
            guard let mark = line.firstRange(of: "!llvm.loop ").map({ line[$0.upperBound...] }),
                let place = places[mark.prefix { $0 != "," && $0 != " " }], let branch = parse(line),
                branch.operation == "br", branch.reads.count == 3, !label.isEmpty,
                branch.reads[1...].contains("%" + label)
            else { continue }
            let isKept = references(lines[place]).contains { disabled.contains($0) }
            if !isKept, let count = count(lines[start...end].compactMap(parse), label) { marks[place] = count }
        }
        guard !marks.isEmpty else { return nil }
        for (place, count) in marks {
            let number = lines[place].prefix { $0 != " " }
            lines[place] =
                "\(number) = distinct !{\(number), !{!\"llvm.loop.unroll.count\", i32 \(count)}}"
        }
        return lines.joined(separator: "\n")
    }

    /// Rounds of a loop that become one; nil where it stays as it is.
    private static func count(_ block: [Instruction], _ label: Substring) -> Int? {
        guard let branch = block.last, let test = block.first(where: { $0.result == branch.reads[0] }),
            test.operation == "icmp"
        else { return nil }
        let definitions = Dictionary(block.map { ($0.result, $0) }) { first, _ in first }
        let summed = Set(block.filter { $0.operation == "fadd" || $0.operation == "fsub" }.flatMap(\.reads))
        var (size, optimiserSize) = (0, 0)
        for instruction in block {
            guard let cost = cost(instruction, isSummed: summed.contains(instruction.result)) else { return nil }
            size += cost
            if !["phi", "getelementptr", "br"].contains(instruction.operation) { optimiserSize += 1 }
        }
        guard size <= limit, storesHangOnRounds(block, definitions), let known = counter(test, definitions, label)
        else {
            return nil
        }
        guard let trips = known.trips else { return rounds }
        // A constant count: the optimiser has taken as many rounds together as its limit allows.
        var count = 16
        while count > 1, trips % count != 0 || count * optimiserSize > partialLimit { count /= 2 }
        return count > 1 ? count : nil
    }

    /// Machine instructions that an instruction becomes; nil for one that keeps a loop as it is.
    ///
    /// - Parameter isSummed: Whether an addition reads its result, so that both become one where they may.
    private static func cost(_ instruction: Instruction, isSummed: Bool) -> Int? {
        switch instruction.operation {
        case "phi", "getelementptr", "bitcast", "extractelement", "insertelement", "freeze": return 0
        case "atomicrmw", "cmpxchg", "fence", "switch", "ret", "unreachable", "alloca", "invoke": return nil
        case "call":
            guard let at = instruction.rest.firstIndex(of: "@") else { return nil }
            let name = instruction.rest[instruction.rest.index(after: at)...].prefix { $0 != "(" }
            if name.hasPrefix("llvm."), !name.hasPrefix("llvm.nvvm.") { return 1 }
            return callCosts[String(name)]
        case "fmul" where instruction.rest.contains("contract "): return isSummed ? 0 : 1
        case "fdiv", "frem": return 8
        case "sdiv", "udiv", "srem", "urem": return 17
        // Addresses in 64 bits move by one addition for each pointer, which goes into the accesses' offsets.
        case "add", "sub", "mul", "shl", "or", "sext", "zext": return instruction.rest.contains("i64 ") ? 0 : 1
        default: return 1
        }
    }

    /// A loop whose counter has a constant step, and the number of its rounds where that is constant; nil for others.
    private static func counter(
        _ test: Instruction, _ definitions: [Substring: Instruction], _ label: Substring
    ) -> Counter? {
        for read in test.reads {
            guard let step = definitions[read], step.operation == "add", step.reads.count == 1,
                let phi = definitions[step.reads[0]], phi.operation == "phi",
                let amount = step.rest.split(separator: ",").dropFirst().first.flatMap({ constant($0) }), amount != 0
            else { continue }
            // A count in 64 bits that also multiplies is compared in 32 after a truncation, through which the assembler
            // does not see.
            let multiplies = definitions.values.contains { $0.operation == "mul" && $0.reads.contains(phi.result) }
            if test.reads.count > 1, multiplies { return nil }
            let bound = test.rest.split(separator: ",").dropFirst().first.flatMap { constant($0) }
            let start = phi.rest.split(separator: "[").dropFirst().compactMap { way -> Int? in
                let parts = way.split(separator: ",")
                guard parts.count > 1, !parts[1].contains("%\(label) ") else { return nil }
                return constant(parts[0])
            }.first
            guard let bound, let start else { return Counter(trips: nil) }
            // The kernel's text chooses these numbers.
            let (way, isFar) = bound.subtractingReportingOverflow(start)
            let (trips, isEndless) = way.dividedReportingOverflow(by: amount)
            return Counter(trips: !isFar && !isEndless && way == trips &* amount ? trips : nil)
        }
        return nil
    }

    /// Whether every value stored depends on the round before.
    private static func storesHangOnRounds(
        _ block: [Instruction], _ definitions: [Substring: Instruction]
    ) -> Bool {
        guard block.contains(where: { $0.operation == "store" }) else { return true }
        var carried: Set<Substring> = []
        for instruction in block {
            if instruction.operation == "phi" {
                // Counters and addresses move by themselves.
                let isMoved = instruction.reads.contains { value in
                    definitions[value].map { ["add", "sub", "getelementptr"].contains($0.operation) } ?? false
                }
                if !isMoved { carried.insert(instruction.result) }
            } else if instruction.reads.contains(where: { carried.contains($0) }) {
                carried.insert(instruction.result)
            }
        }
        return block.allSatisfy { $0.operation != "store" || $0.reads.first.map { carried.contains($0) } ?? false }
    }

    /// An instruction of a block; nil for anything else that stands there.
    private static func parse(_ line: Substring) -> Instruction? {
        var rest = line.drop { $0 == " " }
        guard !rest.isEmpty, !rest.hasPrefix("#"), !rest.hasPrefix(";"), !rest.hasPrefix("]") else { return nil }
        var result: Substring = ""
        if rest.hasPrefix("%"), let equals = rest.firstRange(of: " = ") {
            result = rest[..<equals.lowerBound]
            rest = rest[equals.upperBound...]
        }
        for word in ["tail ", "musttail ", "notail "] where rest.hasPrefix(word) { rest = rest.dropFirst(word.count) }
        let operation = rest.prefix { $0 != " " }
        return Instruction(
            result: result, operation: operation, rest: rest.dropFirst(operation.count), reads: values(rest))
    }

    /// The local values named in a text, in order.
    private static func values(_ text: Substring) -> [Substring] {
        text.split(separator: "%", omittingEmptySubsequences: false).dropFirst().map { part in
            let name = part.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" || $0 == "-" || $0 == "$" }
            return text[text.index(before: name.startIndex)..<name.endIndex]
        }
    }

    /// The nodes that a metadata line refers to.
    private static func references(_ line: Substring) -> [Substring] {
        line.split(separator: "!").map { part in
            let number = part.prefix { $0.isNumber }
            return line[line.index(before: number.startIndex)..<number.endIndex]
        }
    }

    /// The last word of an operand as a number, `i32 16` and ` 4` alike.
    private static func constant(_ text: Substring) -> Int? {
        text.split(separator: " ").last { !$0.hasPrefix("!") }.flatMap { Int($0) }
    }
}
