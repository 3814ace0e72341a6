import KernelIR
import Testing

@Suite struct ParseErrorTests {
    /// The error of reading `text`; nil if it reads.
    private func error(_ text: String) -> IRParseError? {
        do {
            _ = try IRModule(parsing: text)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "a malformed or unsupported body names its line and what is wrong",
        arguments: [
            ("invoke void @f() to label %a unwind label %b", "the instruction 'invoke' is not supported"),
            ("indirectbr ptr %p, [label %a]", "the instruction 'indirectbr' is not supported"),
            ("%r = va_arg ptr %p, i32", "the instruction 'va_arg' is not supported"),
            ("%r = frob i32 %i", "unknown instruction 'frob'"),
            ("call void %p()", "a call through a pointer is not supported"),
            ("%r = add i32 %i, %missing", "the value '%missing' is not defined"),
            ("%r = add i64 %i, 1", "'%i' of type 'i32' is used as 'i64'"),
            ("%r = fadd i32 %i, 1", "'fadd' does not work on the type 'i32'"),
            ("%r = add i8 300, 1", "a number does not fit into i8"),
            ("%r = sext i32 %i to i8", "'sext' does not turn 'i32' into 'i8'"),
            ("br label %nowhere", "the block '%nowhere' is not defined"),
            ("%r = load i32, ptr %p, align 3", "the alignment 3 is not a power of two"),
            ("%r = alloca i32, i32 %i", "a stack allocation of variable or huge size is not supported"),
            ("%r = alloca [3000000000 x i8]", "a stack allocation is larger than 2147483648 bytes"),
            ("%r = load <999 x i32>, ptr %p", "the number 999 is above 256"),
            ("%r = load [9000000000000000000 x i8], ptr %p", "the number 9000000000000000000 is above 1099511627776"),
            ("%r = extractvalue { i32 } zeroinitializer, 1", "an index of 'extractvalue' selects no member"),
            ("%r = getelementptr { i32 }, ptr %p, i32 0, i32 %i", "an index of 'getelementptr' selects no field"),
            ("add i32 %i, 1", "the result of 'add' needs a name"),
            ("%r = store i32 %i, ptr %p", "'store' here defines no value"),
            (
                "%r = shufflevector <1 x i8> undef, <1 x i8> undef, <1 x i32> <i32 2>",
                "an entry of a 'shufflevector' mask selects no element"
            ),
            ("%r = atomicrmw fmaximum ptr %p, float 0.0 monotonic", "the atomic operation 'fmaximum' is not supported"),
            ("store %t undef, ptr %p", "the type '%t' is not defined"),
            ("store ptr blockaddress(@f, %a), ptr %p", "the constant 'blockaddress' is not supported"),
            ("store i32 1.5, ptr %p", "expected ',', found '.5,'"),
            ("store float 0x, ptr %p", "expected hexadecimal digits, found ','"),
            ("call void @unknown()", "the function '@unknown' is not declared"),
            ("call void @f()", "a call does not have the signature of '@f'"),
            ("store ptr @unknown, ptr %p", "'@unknown' is not defined in address space 0"),
            ("ret i32 1", "'ret' does not have the return type of '@f'"),
        ])
    func body(line: String, message: String) {
        let text = "define void @f(i32 %i, ptr %p) {\nentry:\n  \(line)\n  ret void\n}\n"
        #expect(error(text) == IRParseError(line: 3, message: message))
    }

    @Test(
        "a malformed module names its line and what is wrong",
        arguments: [
            ("define void @f() {\n  ret void\n", 1, "the body of '@f' is not closed"),
            ("define void @f() {\n}\n", 2, "a block of '@f' does not end in a terminator"),
            ("define void @f() {\na:\n br label %a\n}", 2, "the entry block of '@f' is a branch target"),
            (
                "define void @f() {\n br label %a\nb:\n br label %a\na:\n %r = phi i32 [ 1, %b ]\n ret void\n}", 5,
                "a phi does not list the predecessors of its block"
            ),
            (
                "define void @f() {\n %a = add i32 1, 1\n %a = add i32 1, 1\n ret void\n}", 3,
                "a local name is defined twice"
            ),
            (
                "define void @f(i32 %x) personality ptr null {\n ret void\n}", 1,
                "'personality' on a function is not supported (compile with -fno-exceptions)"
            ),
            ("declare void @f()\ndeclare void @f()", 2, "'@f' is defined twice"),
            ("\n@g = thread_local global i32 0", 2, "'@g' is thread-local, which is not supported"),
            ("@g = global [2 x i32] [i32 1]", 1, "a list of 1 elements is not a constant of type '[2 x i32]'"),
            ("%a = type { %b }\n%b = type { %a }\n@g = external global %a", 2, "the type '%a' contains itself"),
            ("@g = global i32 ", 1, "expected a constant, found the end of the text"),
            ("@g = external global x86_fp80", 1, "the type 'x86_fp80' is not supported"),
            ("frobnicate", 1, "unknown definition 'frobnicate'"),
            ("module asm \"nop\"", 1, "module-level inline assembly is not supported"),
            ("@s = constant [2 x i8] c\"a", 1, "a string is not closed"),
        ])
    func module(text: String, line: Int, message: String) {
        #expect(error(text) == IRParseError(line: line, message: message))
    }

    @Test("types and constants may not nest without bound")
    func nesting() {
        let type = String(repeating: "[1 x ", count: 100_000)
        #expect(
            error("@g = external global \(type)")?.message == "types or constants nest deeper than 64 levels")
        let constant = String(repeating: "inttoptr (i64 ptrtoint (ptr ", count: 100_000)
        #expect(
            error("@g = global ptr \(constant)")?.message == "types or constants nest deeper than 64 levels")
    }

    @Test("types that double their size with each level are refused")
    func doubling() {
        let types = (1...60).map { "%t\($0) = type { %t\($0 - 1), %t\($0 - 1) }" }.joined(separator: "\n")
        #expect(
            error("%t0 = type { i32 }\n\(types)\n@g = external global %t20")?.message == "a struct type is too large")
    }

    @Test("an error describes itself with its line")
    func description() {
        #expect(IRParseError(line: 4, message: "no").description == "line 4: no")
    }
}
