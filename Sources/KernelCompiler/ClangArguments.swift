/// What clang is told, by dialect and purpose.
struct ClangArguments: Sendable {
    /// Which of the two compiles.
    enum Purpose: Sendable {
        /// Barely optimised IR, which still shows mistakes.
        case check
        /// Optimised IR, which is timed.
        case time
    }

    /// The folder that holds our headers in the compiler's eyes; nothing else exists for it.
    static let root = "/kernelswarm"

    let dialect: Dialect
    let fastMath: Bool
    let macros: [(name: String, value: Int)]
    let headers: String
    /// Whether loops are unrolled again after the optimiser's own unrolling.
    let unrollsAgain: Bool

    /// The arguments of one compile, standard input to standard output.
    func list(for purpose: Purpose) -> [String] {
        ["--no-default-config"] + language + confinement + limits + floatingPoint + output(purpose)
            + ["-o", "-", "-"]
    }

    /// The arguments of another run over optimised IR in which `RepeatedLoops` marked loops: those are unrolled, no others.
    func listForMarkedLoops() -> [String] {
        [
            "--no-default-config", "-x", "ir", "-target", "nvptx64-nvidia-cuda", "-Xclang", "-target-cpu", "-Xclang",
            "sm_90",
        ]
            + ["-nostdinc", "-fno-crash-diagnostics", "-fno-color-diagnostics", "-Wno-everything"]
            + ["-S", "-emit-llvm", "-gline-tables-only", "-O3", "-fno-vectorize", "-fno-slp-vectorize"]
            + Self.keepWhole + ["-mllvm", "-unroll-threshold=1", "-mllvm", "-unroll-runtime=false"]
            + ["-mllvm", "-unroll-allow-partial=false", "-o", "-", "-"]
    }

    /// `text` behind the definitions of its macros, which so begin after our headers: a tunable may have the name of one
    /// of their template parameters.
    func input(_ text: String) -> String {
        guard !macros.isEmpty else { return text }
        let definitions = macros.map { "#define \($0.name) \($0.value)\n" }.joined()
        return "#line 1 \"<command line>\"\n\(definitions)#line 1 \"<stdin>\"\n\(text)"
    }

    private var language: [String] {
        switch dialect {
        case .metal:
            [
                "-x", "c++", "-std=c++17", "-target", "nvptx64-nvidia-cuda", "-Xclang", "-target-cpu", "-Xclang",
                "sm_90",
                "-ffreestanding", "-fno-threadsafe-statics", "-fno-exceptions", "-fno-rtti",
                // Our headers and the prelude say which functions are convergent; that all of them are taken for it would
                // keep every loop with a call into the mathematics from being unrolled.
                "-fno-convergent-functions",
                "-Xclang", "-cl-single-precision-constant", "-DKS_FAST_MATH=\(fastMath ? 1 : 0)", "-D__METAL__=1",
                "-D__METAL_VERSION__=320", "-U__CUDA_ARCH__", "-include", "\(Self.root)/metal/ks/prelude.h",
            ]
        case .cuda:
            [
                "-x", "cuda", "-std=c++17", "--cuda-device-only", "--cuda-gpu-arch=sm_90", "-nocudainc", "-nocudalib",
                "-fno-exceptions", "-fno-rtti", "-include", "\(Self.root)/cuda/ks/prelude.h",
            ]
        case .oracle:
            [
                "-x", "c++", "-std=c++17", "-target", "nvptx64-nvidia-cuda", "-ffreestanding",
                "-fno-threadsafe-statics",
                "-fno-exceptions", "-fno-rtti", "-include", "\(Self.root)/oracle/ks/prelude.h",
            ]
        }
    }

    /// No file but ours can be opened, and no path of the host gets into messages or IR.
    private var confinement: [String] {
        [
            "-nostdinc", "-nostdinc++", "-nobuiltininc", "-ivfsoverlay", "\(headers)/overlay.yaml",
            "-isystem", "\(Self.root)/\(dialect.rawValue)", "-isystem", "\(Self.root)/common",
            "-fdebug-compilation-dir=\(Self.root)", "-fno-crash-diagnostics", "-fno-color-diagnostics",
            "-fno-caret-diagnostics", "-fno-diagnostics-fixit-info", "-fno-diagnostics-show-option",
            "-Wno-everything", "-Werror=date-time",
        ]
    }

    /// A text can ask for little more than its own size in work.
    private var limits: [String] {
        [
            "-ftemplate-depth=128", "-fconstexpr-depth=256", "-fconstexpr-steps=200000", "-fbracket-depth=256",
            "-ferror-limit=20", "-ftemplate-backtrace-limit=4", "-fmacro-backtrace-limit=2",
        ]
    }

    /// Never `nnan`, `ninf` or `reassoc`: see ``KernelSource/fastMath``.
    private var floatingPoint: [String] {
        let exact = ["-fno-math-errno", "-fno-trapping-math"]
        switch dialect {
        case .oracle: return exact + ["-ffp-contract=off"]
        case .cuda, .metal:
            let fast = ["-fno-signed-zeros", "-freciprocal-math", "-fapprox-func"]
            return exact + ["-ffp-contract=fast"] + (fastMath ? fast : [])
        }
    }

    private func output(_ purpose: Purpose) -> [String] {
        let common = ["-S", "-emit-llvm", "-gline-tables-only"]
        switch purpose {
        case .check: return common + ["-O0", "-Xclang", "-disable-O0-optnone", "-DKS_CHECK=1"]
        case .time:
            return common + [
                "-O3", "-fno-finite-loops", "-fno-vectorize", "-fno-slp-vectorize", "-mllvm",
                "-inline-threshold=100000",
                // Loops whose count is known at run time only go four rounds at a time, as the vendors' compilers have it.
                "-mllvm", "-unroll-runtime", "-mllvm", "-unroll-max-count=4",
            ] + unrolling + Self.keepWhole
        }
    }

    /// How far loops are unrolled.
    private var unrolling: [String] {
        switch dialect {
        // The optimiser's own limit: measured kernels show that Apple's compiler does not go as far as 3000, where a loop
        // that it keeps would become 128 rounds whose loads fill the registers, and nothing between.
        case .metal: ["-mllvm", "-unroll-threshold=300"]
        // NVIDIA's has the optimiser's own limit, which it raises itself where constants come out of an innermost loop, and
        // the same for loops whose count is not known. It unrolls loops whose count takes a division, as that of a loop that
        // strides by the block does, and what is left over of them.
        case .cuda, .oracle:
            [
                "-mllvm", "-scev-cheap-expansion-budget=100", "-mllvm", "-unroll-partial-threshold=300", "-mllvm",
                "-unroll-remainder",
            ]
        }
    }

    private static let keepWhole = [
        // Splitting a call by the value of an argument copies what stands before it in its block, barriers included.
        "-mllvm", "-callsite-splitting-duplication-threshold=0",
        // Vector-combine splits a 16-byte load whose lanes are used apart into four scalar loads; GPUs keep it whole.
        "-mllvm", "-disable-vector-combine",
    ]
}
