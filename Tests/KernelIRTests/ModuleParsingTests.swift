import KernelIR
import Testing

@Suite struct ModuleParsingTests {
    @Test("values and blocks have numbers in textual order, with an unlabelled entry block between")
    func numbering() throws {
        let module = try IRModule(
            parsing: """
                define i32 @f(i32 %0, i32 %1) {
                  br label %5

                3:                                                ; preds = %5
                  %4 = add i32 %7, 1
                  ret i32 %4

                5:                                                ; preds = %2, %5
                  %6 = phi i32 [ %0, %2 ], [ %7, %5 ], !dbg !1
                  %7 = mul i32 %6, %1
                  %8 = icmp eq i32 %7, 0
                  br i1 %8, label %3, label %5
                }
                """)
        let function = try #require(module.functions["f"])
        #expect(function.blocks.map(\.name) == ["2", "3", "5"])
        #expect(function.valueCount == 6)
        #expect(function.blocks.map { $0.instructions.compactMap(\.result?.index) } == [[], [2], [3, 4, 5]])
        guard case .binary(.add, let left, _, _) = function.blocks[1].instructions[0].operation else {
            Issue.record("no addition")
            return
        }
        #expect(left.kind == .value(ValueID(4)))
        #expect(function.blocks[2].successors == [BlockID(1), BlockID(2)])
    }

    @Test("struct types may be used before they are defined, packed, nested and quoted")
    func namedTypes() throws {
        let module = try IRModule(
            parsing: """
                %outer = type { i8, %"in ner", ptr }
                %"in ner" = type <{ i8, i32 }>
                %never = type opaque
                @g = internal unnamed_addr addrspace(1) global %outer zeroinitializer, section "data", align 8, !dbg !3
                """)
        let global = try #require(module.globals["g"])
        #expect(global.type.byteSize == 16)
        #expect(global.alignment == 8)
        #expect(global.initializer == .zero)
    }

    @Test("an alias of a function is a copy under its own name")
    func alias() throws {
        let module = try IRModule(
            parsing: """
                $c = comdat any
                @a = weak_odr unnamed_addr alias void (ptr), ptr @b
                define linkonce_odr hidden void @b(ptr noalias nonnull align 4 %p) unnamed_addr #0 comdat($c) align 2 {
                  ret void
                }
                define ptx_kernel void @k(ptr %p) {
                  call void @a(ptr %p)
                  ret void
                }
                attributes #0 = { nounwind memory(none) "nvvm.maxntid"="64" "flag" }
                """)
        #expect(module.functions["a"]?.name == "a")
        #expect(module.functions["b"]?.attributes == ["nvvm.maxntid": "64", "flag": ""])
        let operations = module.functions["k"]?.blocks.flatMap(\.instructions).map(\.operation) ?? []
        #expect(operations.contains { if case .call("a", _) = $0 { true } else { false } })
        #expect(module.functions["k"]?.isKernel == true)
    }

    @Test("positions fall back to the innermost file when no frame lies in the user's text")
    func foreignPosition() throws {
        let module = try IRModule(
            parsing: """
                define void @f() !dbg !2 {
                  ret void, !dbg !4
                }
                !0 = distinct !DICompileUnit(language: DW_LANG_C99, file: !1, producer: "a, (b", flags: A | B)
                !1 = !DIFile(filename: "own.metal", directory: "/")
                !2 = distinct !DISubprogram(name: "f", scope: !3, file: !1, line: 7, unit: !0)
                !3 = !DIFile(filename: "lib.h", directory: "/")
                !4 = !DILocation(line: 5, column: 2, scope: !5, inlinedAt: !6)
                !5 = !DILexicalBlock(scope: !2, file: !3, line: 4)
                !6 = distinct !DILocation(line: 9, column: 1, scope: !5, inlinedAt: !6)
                """)
        let function = try #require(module.functions["f"])
        #expect(function.position == SourcePosition(line: 7, column: 0))
        #expect(
            function.blocks[0].instructions[0].position == SourcePosition(file: "lib.h", line: 5, column: 2))
    }
}
