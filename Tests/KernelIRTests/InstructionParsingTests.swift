import KernelIR
import Testing

@Suite struct InstructionParsingTests {
    /// The instructions of `body` in a function with one parameter of most kinds.
    private func instructions(_ body: String) throws -> [IRInstruction] {
        let text = """
            %pair = type { i32, [4 x float] }
            @table = addrspace(4) constant [2 x i32] [i32 1, i32 -1], align 4
            define void @f(i32 %i, i64 %l, float %x, ptr %p, <4 x float> %v, i1 %c, half %h, { i32, i1 } %s) {
              \(body)
              ret void
            }
            declare i32 @g(i32, ptr)
            declare void @llvm.dbg.value(metadata, metadata, metadata)
            """
        return try #require(IRModule(parsing: text).functions["f"]).blocks.flatMap(\.instructions).dropLast()
    }

    @Test("a load says whether it is marked nontemporal")
    func nontemporal() throws {
        for (attachments, expected) in [("", false), (", !tbaa !4", false), (", !tbaa !4, !nontemporal !5", true)] {
            let read = try instructions("%r = load i32, ptr %p, align 4\(attachments)")
            guard case .load(_, 4, false, let isNontemporal) = read[0].operation else {
                Issue.record("\(read[0])")
                continue
            }
            #expect(isNontemporal == expected)
        }
    }

    @Test(
        "instructions read with their result types",
        arguments: [
            ("%r = add nuw nsw i32 %i, 7", "i32"),
            ("%r = or disjoint i32 %i, -1", "i32"),
            ("%r = udiv exact i64 %l, 3", "i64"),
            ("%r = fadd reassoc nnan ninf nsz arcp contract afn float %x, 0x7FF0000000000000", "float"),
            ("%r = fneg fast <4 x float> %v", "<4 x float>"),
            ("%r = fmul half %h, 0xH3C00", "half"),
            ("%r = icmp samesign ult i32 %i, 4", "i1"),
            ("%r = fcmp contract uno <4 x float> %v, zeroinitializer", "<4 x i1>"),
            ("%r = zext nneg i32 %i to i64", "i64"),
            ("%r = trunc nuw i64 %l to i8", "i8"),
            ("%r = addrspacecast ptr %p to ptr addrspace(3)", "ptr addrspace(3)"),
            ("%r = bitcast <4 x float> %v to <2 x i64>", "<2 x i64>"),
            ("%r = select i1 %c, float %x, float 0.000000e+00", "float"),
            ("%r = freeze <4 x float> %v", "<4 x float>"),
            ("%r = alloca [8 x i32], align 16", "ptr"),
            ("%r = alloca i8, i32 12, align 4, addrspace(5)", "ptr addrspace(5)"),
            ("%r = load volatile i32, ptr %p, align 4, !tbaa !4, !range !{i32 0, i32 5}", "i32"),
            ("%r = load atomic i32, ptr %p syncscope(\"block\") acquire, align 4", "i32"),
            ("%r = load <4 x float>, ptr addrspace(4) @table, align 16", "<4 x float>"),
            ("%r = getelementptr inbounds nuw %pair, ptr %p, i64 %l, i32 1, i32 %i", "ptr"),
            ("%r = getelementptr i8, ptr %p, <2 x i64> <i64 0, i64 4>", "<2 x ptr>"),
            ("%r = extractelement <4 x float> %v, i32 %i", "float"),
            ("%r = insertelement <4 x float> poison, float %x, i64 0", "<4 x float>"),
            ("%r = shufflevector <4 x float> %v, <4 x float> poison, <2 x i32> <i32 3, i32 poison>", "<2 x float>"),
            ("%r = shufflevector <4 x float> %v, <4 x float> poison, <8 x i32> zeroinitializer", "<8 x float>"),
            ("%r = extractvalue { i32, i1 } %s, 1", "i1"),
            ("%r = insertvalue { i32, i1 } %s, i32 %i, 0", "{ i32, i1 }"),
            ("%r = atomicrmw fadd ptr %p, float %x syncscope(\"device\") monotonic, align 4", "float"),
            ("%r = atomicrmw volatile uinc_wrap ptr %p, i32 %i seq_cst, align 4", "i32"),
            ("%r = cmpxchg weak ptr %p, i32 0, i32 %i acq_rel monotonic, align 4", "{ i32, i1 }"),
            ("%r = tail call noundef range(i32 0, 4) i32 @g(i32 noundef %i, ptr align 4 null) #2, !dbg !3", "i32"),
            ("%r = musttail call i32 (i32, ptr) @g(i32 1, ptr %p) [ \"bundle\"(i32 %i) ]", "i32"),
            ("%r = call { float, float } asm \"sin $0, $1;\", \"=f,=f,f\"(float %x)", "{ float, float }"),
            ("%r = fadd <4 x float> %v, splat (float 5.000000e-01)", "<4 x float>"),
            ("%\"quoted \\22 name\" = sub i32 %i, 1", "i32"),
        ])
    func resultType(line: String, type: String) throws {
        let found = try instructions(line)
        #expect(found.count == 1)
        #expect(found.first?.type.spelling == type)
        #expect(found.first?.result == ValueID(8))
    }

    @Test(
        "debug records and debug calls leave no instruction",
        arguments: [
            "#dbg_value(i32 %i, !5, !DIExpression(), !6)",
            "call void @llvm.dbg.value(metadata i32 %i, metadata !5, metadata !DIExpression()), !dbg !6",
        ])
    func debugRecord(line: String) throws {
        #expect(try instructions(line).isEmpty)
    }

    @Test("fast-math flags stay with the operation")
    func fastMath() throws {
        guard
            case .binary(.fadd, _, _, let flags)? = try instructions("%r = fadd nnan contract float %x, %x").first?
                .operation
        else {
            Issue.record("no addition")
            return
        }
        #expect(flags == [.noNaNs, .contract])
    }

    @Test(
        "constants read as bit patterns of their own type",
        arguments: [
            ("i8 -1", IRConstant.integer(0xFF)),
            ("i64 -2", .integer(0xFFFF_FFFF_FFFF_FFFE)),
            ("i128 5", .integer(5)),
            ("i1 true", .integer(1)),
            ("float 1.000000e-01", .floating(bits: 0x3DCC_CCCD)),
            ("float 0xFFF0000000000000", .floating(bits: 0xFF80_0000)),
            ("float 0x7FF8000000000000", .floating(bits: 0x7FC0_0000)),
            ("float 0x36A0000000000000", .floating(bits: 1)),
            ("double -2.5e+00", .floating(bits: 0xC004_0000_0000_0000)),
            ("half 0xHBC00", .floating(bits: 0xBC00)),
            ("bfloat 0xR3F80", .floating(bits: 0x3F80)),
            ("ptr null", .null),
            ("[3 x i8] c\"a\\00\\5C\"", .bytes([97, 0, 92])),
            ("<2 x i32> undef", .undef),
            (
                "ptr addrspacecast (ptr addrspace(4) @table to ptr)",
                .cast(.addrspacecast, TypedConstant(type: .pointer(addressSpace: 4), value: .global("table")))
            ),
            (
                "i64 sub (i64 ptrtoint (ptr addrspace(4) @table to i64), i64 4)",
                .binary(
                    .sub,
                    TypedConstant(
                        type: .integer(bits: 64),
                        value: .cast(
                            .ptrtoint, TypedConstant(type: .pointer(addressSpace: 4), value: .global("table")))),
                    TypedConstant(type: .integer(bits: 64), value: .integer(4)))
            ),
            (
                "ptr addrspace(4) getelementptr inbounds nuw (i8, ptr addrspace(4) @table, i64 4)",
                .elementPointer(
                    base: TypedConstant(type: .pointer(addressSpace: 4), value: .global("table")),
                    element: .integer(bits: 8),
                    indices: [TypedConstant(type: .integer(bits: 64), value: .integer(4))])
            ),
        ])
    func constant(text: String, value: IRConstant) throws {
        let found = try instructions("store \(text), ptr %p")
        guard case .store(let stored, _, _, false)? = found.first?.operation else {
            Issue.record("no store")
            return
        }
        #expect(stored.kind == .constant(value))
    }
}
