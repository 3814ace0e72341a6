import CLanes
import Testing

/// The tables behind `ks_lane_function`.
@Suite struct TableTests {
    @Test("every operation has a name and an arity on every path")
    func names() {
        #expect(ks_path_count() >= 1)
        #expect(String(cString: ks_path_name(0)) == "baseline")
        #expect(String(cString: ks_path_name(ks_path_count())) == "invalid")
        #expect(String(cString: ks_op_name(KS_ADD_I32)) == "ADD_I32")
        #expect(String(cString: ks_op_name(KS_ATAN2_F64)) == "ATAN2_F64")
        #expect(String(cString: ks_op_name(KS_OP_COUNT)) == "INVALID")
        #expect(ks_op_arity(KS_OP_COUNT) == 0)
        for raw in 0..<KS_OP_COUNT.rawValue {
            #expect((1...3).contains(ks_op_arity(ks_op(rawValue: raw))))
        }
        #expect(ks_op_arity(KS_NEG_F32) == 1)
        #expect(ks_op_arity(KS_ADD_F32) == 2)
        #expect(ks_op_arity(KS_FMA_F32) == 3)
    }

    @Test("an operation outside the enum does nothing")
    func invalid() {
        var row = [UInt32](repeating: 7, count: 32)
        let source = [UInt32](repeating: 1, count: 32)
        ks_lane_function(KS_OP_COUNT)(&row, source, source, source)
        #expect(row == [UInt32](repeating: 7, count: 32))
    }
}
