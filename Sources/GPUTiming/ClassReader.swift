import SIMTMachine
import StrictYAML

/// Reads the class table of a hardware file.
///
/// A row is `{pipe: alu, interval: 1, latency: 3, source: PT, estimate: [latency]}`; `estimate: true` marks the whole row.
struct ClassReader {
    /// Classes whose cost is not in the table: memory and barriers have sections of their own.
    static let outsideTable: Set<OperationClass> = [
        .free, .globalLoad, .globalStore, .globalAtomic, .constantLoad, .sharedLoad, .sharedStore, .sharedAtomic,
        .asyncStore, .asyncCommit, .asyncWait, .localLoad, .localStore, .barrier, .simdBarrier, .fence,
    ]

    /// Classes whose row may be left out, with the one whose row they have then.
    static let sameAs: [OperationClass: OperationClass] = [.longSubtract: .longAdd]

    /// A class as the file spells it: `floatFMA` is `float_fma`.
    static func key(of operation: OperationClass) -> String {
        var key = ""
        var wasUpper = true
        for character in String(describing: operation) {
            if character.isUppercase, !wasUpper { key += "_" }
            wasUpper = character.isUppercase
            key += character.lowercased()
        }
        return key
    }

    /// The table by `OperationClass.rawValue`; nil when a row that may not be left out is missing or wrong, which is reported.
    static func read(_ reader: YAMLReader?, figures: inout FigureReader) -> [ClassCost?]? {
        let wanted = OperationClass.allCases.filter { !outsideTable.contains($0) }
        guard let map = reader?.mapping("the class table", keys: wanted.map(key(of:))) else { return nil }
        var table = [ClassCost?](repeating: nil, count: OperationClass.allCases.count)
        var isWhole = true
        for operation in wanted {
            guard let row = map.reader(key(of: operation)) else {
                if sameAs[operation] != nil { continue }
                map.reader.error("missing class '\(key(of: operation))' in the class table")
                isWhole = false
                continue
            }
            guard let cost = cost(row, figures: &figures) else {
                isWhole = false
                continue
            }
            table[Int(operation.rawValue)] = cost
        }
        for (operation, other) in sameAs where table[Int(operation.rawValue)] == nil {
            table[Int(operation.rawValue)] = table[Int(other.rawValue)]
        }
        return isWhole ? table : nil
    }

    /// One row.
    private static func cost(_ reader: YAMLReader, figures: inout FigureReader) -> ClassCost? {
        let numbers = ["interval", "repeat", "latency", "issues"]
        let keys = ["pipe"] + numbers + ["operands", "transcendental", "source", "estimate"]
        guard let map = reader.mapping("a class", keys: keys) else { return nil }
        let pipe = map.required("pipe", YAMLShape<PipeName>.choice)
        let cycles = YAMLShape<Double>.number(0...100_000)
        let interval = map.required("interval", cycles)
        let latency = map.required("latency", cycles)
        let repeatInterval = map.optional("repeat", cycles)
        let issues = map.optional("issues", cycles, default: 1)
        let operands = map.optional("operands", YAMLShape<ClassCost.OperandKind>.choice)
        let transcendental = map.optional("transcendental", .boolean, default: false)

        let given = numbers.filter(map.has)
        var estimated: [String] = []
        if case .bool(let all) = map.reader("estimate")?.scalar?.value {
            estimated = all ? given : []
        } else if let named = map.optional("estimate", .list(of: .string)) {
            for name in named where !given.contains(name) {
                map.reader("estimate")?.error(
                    "'\(name)' is marked as an estimate but not given in \(reader.label)",
                    hint: "given: \(given.joined(separator: ", "))")
            }
            estimated = named
        }
        figures.count += given.count
        figures.estimates += estimated.count
        if figures.source(map) == nil, !map.has("source"), estimated.count < given.count {
            reader.error(
                "\(reader.label) has no source", hint: "add 'source: TAG' or, if nobody measured it, 'estimate: true'")
        }
        guard let pipe, let interval, let latency else { return nil }
        return ClassCost(
            pipe: pipe.pipe, interval: interval, repeatInterval: repeatInterval ?? interval, latency: latency,
            issues: pipe == .folded ? 0 : issues, operands: operands, isTranscendental: transcendental)
    }
}

/// The pipes that a class may name.
private enum PipeName: String, CaseIterable, Sendable {
    case alu, fma, half, complex, double, tensor, shuffle, control, folded

    /// The pipe of this name.
    var pipe: Pipe {
        switch self {
        case .alu: .alu
        case .fma: .fma
        case .half: .half
        case .complex: .complex
        case .double: .double
        case .tensor: .tensor
        case .shuffle: .shuffle
        case .control: .control
        case .folded: .folded
        }
    }
}
