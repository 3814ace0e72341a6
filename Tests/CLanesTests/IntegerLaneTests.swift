import CLanes
import Testing

/// Integer operations against Swift's own.
@Suite struct IntegerLaneTests {
    @Test("32-bit operations equal Swift's", arguments: 0..<31)
    func words(_ index: Int) {
        let operation = ks_op(rawValue: KS_ADD_I32.rawValue + UInt32(index))
        let scalar = IntegerScalars(Int32.self).all[index]
        var generator = SeededGenerator(seed: UInt64(index))
        let rows = Rows()
        for _ in 0..<60 {
            let inputs = (0..<3).map { _ in Patterns.row32(&generator) }
            let expected = (0..<32).map { scalar(inputs[0][$0], inputs[1][$0], inputs[2][$0]) }
            let found = rows.run(operation, inputs, as: UInt32.self)
            #expect(found == expected, "\(String(cString: ks_op_name(operation)))")
        }
    }

    @Test("64-bit operations equal Swift's", arguments: 0..<31)
    func doubleWords(_ index: Int) {
        let operation = ks_op(rawValue: KS_ADD_I64.rawValue + UInt32(index))
        let scalar = IntegerScalars(Int64.self).all[index]
        var generator = SeededGenerator(seed: UInt64(index))
        let rows = Rows()
        for _ in 0..<60 {
            let inputs = (0..<3).map { _ in Patterns.row64(&generator) }
            let expected = (0..<32).map { scalar(inputs[0][$0], inputs[1][$0], inputs[2][$0]) }
            let found = rows.run(operation, inputs, as: UInt64.self)
            #expect(found == expected, "\(String(cString: ks_op_name(operation)))")
        }
    }

    @Test("the tables above line up with the enum")
    func order() {
        #expect(KS_SSUB_SAT_I32.rawValue == KS_ADD_I32.rawValue + 30)
        #expect(KS_SSUB_SAT_I64.rawValue == KS_ADD_I64.rawValue + 30)
    }

    @Test("unsigned comparisons equal Swift's")
    func unsignedComparisons() {
        let comparisons: [(ks_op, ks_op, (UInt64, UInt64) -> Bool)] = [
            (KS_ICMP_EQ_I32, KS_ICMP_EQ_I64, { $0 == $1 }), (KS_ICMP_NE_I32, KS_ICMP_NE_I64, { $0 != $1 }),
            (KS_ICMP_UGT_I32, KS_ICMP_UGT_I64, { $0 > $1 }), (KS_ICMP_UGE_I32, KS_ICMP_UGE_I64, { $0 >= $1 }),
            (KS_ICMP_ULT_I32, KS_ICMP_ULT_I64, { $0 < $1 }), (KS_ICMP_ULE_I32, KS_ICMP_ULE_I64, { $0 <= $1 }),
        ]
        var generator = SeededGenerator(seed: 5)
        let rows = Rows()
        for _ in 0..<40 {
            let a = Patterns.row32(&generator), b = Patterns.row32(&generator)
            let wideA = Patterns.row64(&generator), wideB = Patterns.row64(&generator)
            for (narrow, wide, compare) in comparisons {
                let expected: [UInt32] = (0..<32).map { compare(UInt64(a[$0]), UInt64(b[$0])) ? 1 : 0 }
                #expect(rows.run(narrow, [a, b], as: UInt32.self) == expected)
                let expectedWide: [UInt32] = (0..<32).map { compare(wideA[$0], wideB[$0]) ? 1 : 0 }
                #expect(rows.run(wide, [wideA, wideB], as: UInt32.self) == expectedWide)
            }
        }
    }

    @Test("signed comparisons equal Swift's")
    func signedComparisons() {
        let comparisons: [(ks_op, ks_op, (Int64, Int64) -> Bool)] = [
            (KS_ICMP_SGT_I32, KS_ICMP_SGT_I64, { $0 > $1 }), (KS_ICMP_SGE_I32, KS_ICMP_SGE_I64, { $0 >= $1 }),
            (KS_ICMP_SLT_I32, KS_ICMP_SLT_I64, { $0 < $1 }), (KS_ICMP_SLE_I32, KS_ICMP_SLE_I64, { $0 <= $1 }),
        ]
        var generator = SeededGenerator(seed: 6)
        let rows = Rows()
        for _ in 0..<40 {
            let a = Patterns.row32(&generator), b = Patterns.row32(&generator)
            let signedA = a.map { Int64(Int32(bitPattern: $0)) }, signedB = b.map { Int64(Int32(bitPattern: $0)) }
            let wideA = Patterns.row64(&generator).map { Int64(bitPattern: $0) }
            let wideB = Patterns.row64(&generator).map { Int64(bitPattern: $0) }
            for (narrow, wide, compare) in comparisons {
                let expected: [UInt32] = (0..<32).map { compare(signedA[$0], signedB[$0]) ? 1 : 0 }
                #expect(rows.run(narrow, [a, b], as: UInt32.self) == expected)
                let expectedWide: [UInt32] = (0..<32).map { compare(wideA[$0], wideB[$0]) ? 1 : 0 }
                #expect(rows.run(wide, [wideA, wideB], as: UInt32.self) == expectedWide)
            }
        }
    }

    @Test("a selection takes its lane from the second row where the first is odd")
    func selections() {
        var generator = SeededGenerator(seed: 7)
        let rows = Rows()
        for _ in 0..<40 {
            let a = Patterns.row32(&generator), b = Patterns.row32(&generator), c = Patterns.row32(&generator)
            let expected: [UInt32] = (0..<32).map { a[$0] % 2 == 1 ? b[$0] : c[$0] }
            #expect(rows.run(KS_SELECT_I32, [a, b, c], as: UInt32.self) == expected)
            let yes = Patterns.row64(&generator), no = Patterns.row64(&generator)
            let expectedWide: [UInt64] = (0..<32).map { a[$0] % 2 == 1 ? yes[$0] : no[$0] }
            #expect(rows.select(path: ks_path_count() - 1, a, yes, no, inPlace: true) == expectedWide)
        }
    }
}
