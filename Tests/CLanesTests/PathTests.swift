import CLanes
import Testing

/// Every operation gives the same bits on every path, with any placement of its destination.
@Suite struct PathTests {
    /// Whether an operation reads 64-bit rows: its name says so, except where it widens.
    static func readsWide(_ name: String) -> Bool {
        let parts = name.split(separator: "_").map(String.init)
        if ["ZEXT", "SEXT", "TRUNC", "FPEXT", "FPTRUNC", "SITOFP", "UITOFP", "FPTOSI", "FPTOUI"].contains(parts[0]),
            parts.count == 3
        {
            return parts[1].hasSuffix("64")
        }
        return name.hasSuffix("64")
    }

    /// Whether an operation writes a 64-bit row.
    static func writesWide(_ name: String) -> Bool {
        name.hasSuffix("64") && !name.hasPrefix("ICMP") && !name.hasPrefix("FCMP")
    }

    @Test("paths and placements agree bit for bit", arguments: 0..<KS_OP_COUNT.rawValue)
    func agree(_ raw: UInt32) {
        let operation = ks_op(rawValue: raw)
        let name = String(cString: ks_op_name(operation))
        let arity = Int(ks_op_arity(operation))
        var generator = SeededGenerator(seed: UInt64(raw))
        let rows = Rows()
        for _ in 0..<12 {
            if name == "SELECT_I64" {
                let condition = Patterns.row32(&generator)
                let yes = Patterns.row64(&generator), no = Patterns.row64(&generator)
                let expected = rows.select(path: 0, condition, yes, no, inPlace: false)
                for path in 0..<ks_path_count() {
                    #expect(rows.select(path: path, condition, yes, no, inPlace: true) == expected)
                    #expect(rows.select(path: path, condition, yes, no, inPlace: false) == expected)
                }
            } else if Self.readsWide(name) {
                let inputs = (0..<arity).map { _ in Patterns.row64(&generator) }
                if Self.writesWide(name) {
                    check(rows, operation, name, inputs, as: UInt64.self)
                } else {
                    check(rows, operation, name, inputs, as: UInt32.self)
                }
            } else {
                let half = name.contains("F16")
                let inputs = (0..<arity).map { _ in
                    half && generator.next() % 4 != 0 ? Patterns.row16(&generator) : Patterns.row32(&generator)
                }
                if Self.writesWide(name) {
                    check(rows, operation, name, inputs, as: UInt64.self)
                } else {
                    check(rows, operation, name, inputs, as: UInt32.self)
                }
            }
        }
    }

    /// Compares all paths and placements with path 0 writing to a row of its own.
    private func check<Input: FixedWidthInteger, Output: FixedWidthInteger>(
        _ rows: borrowing Rows, _ operation: ks_op, _ name: String, _ inputs: [[Input]], as output: Output.Type
    ) {
        let expected = rows.run(operation, path: 0, inputs, as: Output.self)
        for path in 0..<ks_path_count() {
            let apart = rows.run(operation, path: path, inputs, as: Output.self)
            #expect(apart == expected, "\(name) on \(String(cString: ks_path_name(path)))")
            for input in inputs.indices {
                let inPlace = rows.run(operation, path: path, inputs, inPlace: input, as: Output.self)
                #expect(inPlace == expected, "\(name) on \(String(cString: ks_path_name(path))) in place of \(input)")
            }
        }
    }
}
