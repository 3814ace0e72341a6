import Diagnostics
import KernelCompiler
import KernelIR
import Testing

/// Texts that try to reach the host or to stall the compiler.
@Suite struct HostileTextTests {
    private static let reserved = "'__ks_clock' is reserved: names that start with 'ks_' belong to the machine"
    static let rows: [(line: String, message: String)] = [
        ("#include \"/etc/passwd\"", "'#include \"/etc/passwd\"' is not available to kernels"),
        ("#include <../../../etc/passwd>", "'#include <../../../etc/passwd>' is not available to kernels"),
        ("#include <vector>", "'#include <vector>' is not available to kernels"),
        ("#define H \"/etc/passwd\"\n#include H", "'#include H' is not available to kernels"),
        ("#include_next <metal_stdlib>", "directive '#include_next' is not available to kernels"),
        ("#import \"/etc/passwd\"", "directive '#import' is not available to kernels"),
        ("#embed \"/etc/passwd\"", "directive '#embed' is not available to kernels"),
        ("%:include </etc/passwd>", "'#include </etc/passwd>' is not available to kernels"),
        ("  # /* a */ include </etc/passwd>", "'#include </etc/passwd>' is not available to kernels"),
        ("#inc\\\nlude </etc/passwd>", "the line is continued in the middle of a word"),
        ("int a = __k\\  \ns_clock();", "the line is continued in the middle of a word"),
        ("/\\\n/ R\"(\n__ks_clock() //)\"", "the line is continued in the middle of a word"),
        ("// x\r int a = __ks_clock();", "the kernel text holds a carriage return that no line feed follows"),
        ("#define XR\nconstant char a[] = XR\"(\"; int b = __ks_clock(); //)\"", reserved),
        ("constant char a[] = \"a \\\r\n\"; int b = __ks_clock(); // \"", reserved),
        ("int mine() __attribute__((weakref(\"__ks_clock\")));", "'weakref' is not available to kernels"),
        ("kernel [[clang::annotate(\"ks.max:3\")]] void g() {}", "'annotate' is not available to kernels"),
        ("#line 7 \"other.metal\"", "directive '#line' is not available to kernels"),
        ("# 7 \"other.metal\"", "directive '#7' is not available to kernels"),
        ("#if __has_include(\"/etc/passwd\")\n#endif", "'__has_include' is not available to kernels"),
        ("#pragma clang attribute pop", "'#pragma clang attribute' is not available to kernels"),
        ("#pragma GCC dependency \"/etc/passwd\"", "'#pragma GCC dependency' is not available to kernels"),
        ("_Pragma(\"clang __debug crash\")", "'#pragma clang __debug' is not available to kernels"),
        ("constant char now[] = __TIME__;", "'__TIME__' is not available to kernels"),
        ("asm(\".incbin \\\"/etc/passwd\\\"\");", "inline assembly is not supported in Metal"),
    ]

    @Test("a text reaches for what is not its own", arguments: rows.indices)
    func refused(_ index: Int) async throws {
        let text = Self.rows[index].line + "\nkernel void f(device int* p) { p[0] = 1; }"
        guard case .failure(let failure) = try await Compiling.compile(text) else {
            Issue.record("compiled")
            return
        }
        #expect(failure.diagnostics.first?.message == Self.rows[index].message)
    }

    @Test(
        "texts that end in the middle of a word for the compiler", arguments: ["_Pragma(", "_Pragma", "#pragma", "#"])
    func cutOff(_ text: String) async throws {
        guard case .failure(let failure) = try await Compiling.compile(text) else {
            Issue.record("compiled")
            return
        }
        #expect(!failure.diagnostics.isEmpty)
    }

    @Test("names put together by the preprocessor reach no file either")
    func pastedNames() async throws {
        let text = """
            #define PASTE(a, b) a##b
            #if PASTE(__has_, include)("/etc/passwd")
            #error found
            #endif
            kernel void f(device int* p) { p[0] = 1; }
            """
        _ = try await Compiling.kernel(text)
    }

    @Test("the time of day cannot be put together either")
    func pastedTime() async throws {
        let text =
            "#define PASTE(a, b) a##b\nconstant char now[] = PASTE(__TI, ME__);\nkernel void f(device int* p) { p[0] = now[0]; }"
        #expect(
            try await Compiling.refusal(text).hasPrefix(
                "k.metal:2:23: error: expansion of date or time macro is not reproducible"))
    }

    @Test(
        "no name of the machine can be put together",
        arguments: [
            "P(__k, s_row_address_b32)(1, 3)", "Q(__k, s_row_address_b32)(1, 3)", "P(_, P1(_ks, _lane_id)())",
            "P(__builtin_nontemp, oral_load)(o + 5)",
        ])
    func pastedReservedNames(_ call: String) async throws {
        let text = """
            #define P(a, b) a##b
            #define Q(a, b) a %:%: b
            #define P1(a, b) P(a, b)
            extern "C" __global__ void k(int* o) { o[0] = \(call); }
            """
        let found = try await Compiling.refusal(text, .cuda)
        #expect(found.hasPrefix("k.cuda:1:18: error: '##' could make a name that starts with '__"), "\(found)")
        #expect(
            try await Compiling.refusal(text.replacing(call, with: "P(__cl, z)(3)"), .cuda) == "",
            "pasting other names is nothing bad")
    }

    /// Small texts that ask for much work, and what becomes of them.
    static let bombs: [(text: String, message: String)] = [
        (
            "template <int N> struct A { static constexpr int v = A<N + 1>::v; };\nconstant int x = A<0>::v;",
            "recursive template instantiation exceeded maximum depth of 128"
        ),
        (
            "constexpr int run(int n) { int s = 0; for (int i = 0; i < n; ++i) s += i; return s; }\nconstant int x = run(1000000000);\n"
                + "static_assert(run(1000000000) > 0, \"\");",
            "static assertion expression is not an integral constant expression"
        ),
        (String(repeating: "(", count: 5000), "bracket nesting level exceeded maximum of 256"),
        ("constant int x = " + String(repeating: "-", count: 1) + "1;\n\u{0}", "the kernel text holds a NUL character"),
        (
            "template <int N> struct B { B<N - 1> a; B<N - 2> b; char c[sizeof(a) + sizeof(b)]; };\ntemplate <> struct B<0> {};\n"
                + "template <> struct B<1> {};\nconstant int x = sizeof(B<100>);",
            "structure 'B' is too large, which exceeds maximum allowed size of 1152921504606846976 bytes"
        ),
    ]

    @Test("a bomb ends in a verdict", arguments: bombs.indices)
    func bomb(_ index: Int) async throws {
        guard case .failure(let failure) = try await Compiling.compile(Self.bombs[index].text) else {
            Issue.record("compiled")
            return
        }
        #expect(
            failure.diagnostics.contains { $0.message == Self.bombs[index].message }, "\(failure.rendered.prefix(600))")
    }

    static let repeated: [(unit: String, dialect: Dialect)] = [
        (") thread { ", .metal), ("() thread : ", .metal), ("f({a, b}, ", .metal),
        ("float operator()(float a) thread; ", .metal),
        ("{a, {b, ", .metal), ("asm(\"", .cuda), ("asm(\"x\" : ", .cuda), ("void f() { printf(); } ", .cuda),
        ("k<1><<<1, 1>>>(", .cuda), ("template <", .cuda), ("void g() { k<n><<<1, 1>>>(); } ", .cuda),
    ]

    @Test("a short piece of text repeated twenty thousand times ends in a verdict", arguments: repeated.indices)
    func repetition(_ index: Int) async throws {
        let row = Self.repeated[index]
        let text = String(repeating: row.unit, count: 20_000)
        guard case .failure(let failure) = try await Compiling.compile(text, row.dialect) else {
            Issue.record("compiled")
            return
        }
        #expect(!failure.diagnostics.isEmpty)
    }

    @Test("a text that would fill the memory ends in a verdict")
    func memory() async throws {
        let text = """
            #define A(...) __VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__, __VA_ARGS__
            constant int table[] = {A(A(A(A(A(A(A(A(A(1)))))))))};
            kernel void f(device int* p) { p[0] = table[p[1]]; }
            """
        #expect(try await Compiling.refusal(text) == "error: kernel text 'k.metal' is too expensive to compile")
    }

    @Test("no path of the host is in messages, names or identity")
    func paths() async throws {
        let clang = try await Clang.locate()
        #expect(!clang.identity.contains("/"))
        #expect(clang.identity.hasPrefix("clang 21."))
        let kernel = try await Compiling.kernel(Compiling.body("p[i] = exp(x);"))
        for function in kernel.timeModule.functions.values {
            for instruction in function.blocks.flatMap(\.instructions) {
                #expect(instruction.position?.file ?? "" == "")
            }
        }
    }
}
