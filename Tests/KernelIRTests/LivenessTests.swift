import KernelIR
import Testing

@Suite struct LivenessTests {
    /// The register pressure of a kernel with that body.
    private func pressure(_ body: String, countsParameters: Bool = false) throws -> Int {
        let text = """
            @tile = addrspace(3) global [64 x float] undef
            define ptx_kernel void @f(ptr %p, i32 %n, float %x) {
            entry:
              \(body)
            }
            """
        let function = try #require(IRModule(parsing: text).functions["f"])
        return Liveness(function, ControlFlow(function), countsParameters: countsParameters).registerPressure
    }

    @Test(
        "values take registers by their size",
        arguments: [
            ("i32", 1), ("i8", 1), ("i64", 2), ("float", 1), ("double", 2), ("half", 1), ("ptr", 2),
            ("ptr addrspace(3)", 1), ("<4 x float>", 4), ("<2 x half>", 1), ("<3 x half>", 2), ("<4 x i8>", 2),
            ("i1", 0), ("{ i32, i64 }", 3), ("[4 x i32]", 4), ("i128", 4),
        ])
    func size(type: String, registers: Int) throws {
        let body = "%v = load \(type), ptr %p, align 16\n store \(type) %v, ptr %p, align 16\n ret void"
        #expect(try pressure(body) == registers)
    }

    @Test("values count while they are needed, and parameters on request")
    func ranges() throws {
        let body = """
            %a = load i32, ptr %p
            %b = load i32, ptr %p
            %c = load i32, ptr %p
            %d = add i32 %a, %b
            %e = add i32 %d, %c
            store i32 %e, ptr %p
            ret void
            """
        #expect(try pressure(body) == 3)
        #expect(try pressure(body, countsParameters: true) == 5)
    }

    @Test("a value that a loop needs stays live through all of it")
    func loop() throws {
        let body = """
            %a = load i32, ptr %p
            %b = load i32, ptr %p
            br label %loop
            loop:
            %i = phi i32 [ 0, %entry ], [ %j, %loop ]
            %j = add i32 %i, %a
            %c = icmp slt i32 %j, %n
            br i1 %c, label %loop, label %exit
            exit:
            store i32 %b, ptr %p
            ret void
            """
        #expect(try pressure(body) == 3)
    }

    @Test("casts, lanes and addresses at a constant distance take no registers of their own")
    func free() throws {
        #expect(
            try pressure(
                """
                %v = load <4 x float>, ptr %p
                %a = extractelement <4 x float> %v, i32 0
                %b = extractelement <4 x float> %v, i32 1
                %w = insertelement <4 x float> %v, float %a, i32 3
                %s = shufflevector <4 x float> %w, <4 x float> poison, <4 x i32> <i32 3, i32 2, i32 1, i32 0>
                store <4 x float> %s, ptr %p
                store float %b, ptr %p
                ret void
                """) == 4)
        #expect(
            try pressure(
                """
                %i = load i32, ptr %p
                %l = sext i32 %i to i64
                %k = add i64 %l, 1
                %q = getelementptr float, ptr %p, i64 %l
                %r = getelementptr float, ptr %p, i64 %k
                %s = getelementptr i8, ptr %q, i64 64
                store float 0.0, ptr %q
                store float 0.0, ptr %r
                store float 0.0, ptr %s
                ret void
                """) == 2)
        #expect(
            try pressure(
                """
                %i = load i32, ptr %p
                %q = getelementptr [64 x float], ptr addrspacecast (ptr addrspace(3) @tile to ptr), i64 0, i32 %i
                store float 0.0, ptr %q
                ret void
                """) == 1)
    }

    @Test("a loop that exists only in unreachable code is ignored")
    func unreachable() throws {
        let body = """
            ret void
            dead:
            %a = bitcast ptr %b to ptr
            %b = bitcast ptr %a to ptr
            br label %dead
            """
        #expect(try pressure(body) == 0)
    }
}
