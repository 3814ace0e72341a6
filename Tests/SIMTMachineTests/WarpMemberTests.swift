import SIMTMachine
import Testing

/// The masks of CUDA's warp functions: who is named, who is there, and whose accesses `__syncwarp` orders.
@Suite struct WarpMemberTests {
    /// A kernel and what is found.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// The body, from line 3 on; `x` has 64 floats, `s` 64 in threadgroup memory.
        let body: String
        var fault: MachineFault.Kind?
        var notices: Set<MachineNotice> = []
        /// Whether a race is found.
        var races = false

        var testDescription: String { name }
    }

    private static let halves = "(i % 32 < 16 ? 0xffff : 0xffff0000)"

    static let cases = [
        Case(name: "every lane names every lane", body: "__ks_warp_members(-1);"),
        Case(
            name: "lanes call with a mask of others", body: "__ks_warp_members(0xffff);",
            fault: .notMember(mask: 0xFFFF)),
        Case(name: "each half names its own lanes", body: "__ks_warp_members(\(halves));"),
        Case(
            name: "half of the lanes names all of them",
            body: "if (i % 32 < 16)\n __ks_warp_members(-1);\n__ks_warp_members(-1);",
            notices: [.absentLanes(line: 4, lanes: 0xFFFF_0000)]),
        Case(name: "half of the lanes names itself", body: "if (i % 32 < 16)\n __ks_warp_members(0xffff);"),
        Case(
            name: "half of the lanes names all of them, and the others only return",
            body: "if (i % 32 < 16)\n __ks_warp_members(-1);\nx[i] = 1;"),
        Case(
            name: "lanes that have returned are named", body: "if (i % 32 >= 16) return;\n__ks_warp_members(-1);"),
        Case(
            name: "all lanes exchange values behind a barrier of all",
            body: "s[i] = i;\n__ks_warp_barrier(-1);\nx[i] = s[i ^ 16];"),
        Case(
            name: "halves exchange values behind barriers of their own",
            body: "s[i] = i;\n__ks_warp_barrier(\(halves));\nx[i] = s[i ^ 1];"),
        Case(
            name: "halves exchange values with each other behind barriers of their own",
            body: "s[i] = i;\n__ks_warp_barrier(\(halves));\nx[i] = s[i ^ 16];", races: true),
        Case(
            name: "half of the lanes exchanges values behind its barrier",
            body: "if (i % 32 < 16) {\ns[i] = i;\n__ks_warp_barrier(0xffff);\nx[i] = s[i ^ 1];\n}"),
        Case(
            name: "half of the lanes reads what the other half wrote, behind a barrier of its own",
            body: "s[i] = i;\nif (i % 32 < 16) {\n__ks_warp_barrier(0xffff);\nx[i] = s[i ^ 16];\n}", races: true),
        Case(
            name: "a tree of barriers with half the lanes each",
            body: """
                s[i] = i;
                __ks_warp_barrier(-1);
                if (i % 32 < 16) {
                s[i] += s[i + 16];
                __ks_warp_barrier(0xffff);
                if (i % 32 < 8) {
                s[i] += s[i + 8];
                __ks_warp_barrier(0xff);
                if (i % 32 < 4) x[i] = s[i] + s[i + 4];
                }
                }
                """),
        Case(
            name: "a tree of barriers of which one is missing",
            body: """
                s[i] = i;
                __ks_warp_barrier(-1);
                if (i % 32 < 16) {
                s[i] += s[i + 16];
                if (i % 32 < 8) {
                s[i] += s[i + 8];
                __ks_warp_barrier(0xff);
                if (i % 32 < 4) x[i] = s[i] + s[i + 4];
                }
                }
                """, races: true),
    ]

    @Test(
        "masks that leave the caller out are found, absent lanes are told, and barriers order whom they name",
        arguments: cases)
    func members(test: Case) throws {
        let kernel = try TestKernel(
            "shared float s[64];\nK void k(device float* x, uint i) {\n\(test.body)\n}", optimized: false)
        let x = kernel.buffer("x", [Float](repeating: -1, count: 64))
        let watch = try MemoryWatch(kernel.memory, outputs: [])
        watch.define(x)
        var fault: MachineFault?
        do {
            try kernel.run([.buffer(x, byteOffset: 0)], threads: 64, group: 64, watch: watch)
        } catch let found as MachineFault {
            fault = found
        }
        if test.races {
            guard case .dataRace = fault?.kind else {
                Issue.record("no race is found, but \(String(describing: fault))")
                return
            }
        } else {
            #expect(fault?.kind == test.fault)
        }
        #expect(watch.notices == test.notices)
    }
}
