import KernelIR
import SIMTMachine
import Testing

/// Modules that random changes of clang's IR have led to, and that once brought the process down.
@Suite struct HostileModuleTests {
    @Test(
        "accesses at the end of the address space are lowered and found out of bounds",
        arguments: [9_223_372_036_854_775_804, -9_223_372_036_854_775_808, 9_223_372_036_854_775_800])
    func distantAccesses(offset: Int) throws {
        let module = try IRModule(
            parsing: """
                define void @k(ptr %p) {
                  %far = getelementptr i8, ptr %p, i64 \(offset)
                  %a = load float, ptr %far, align 4
                  %next = getelementptr i8, ptr %far, i64 4
                  %b = load float, ptr %next, align 4
                  %sum = fadd float %a, %b
                  store float %sum, ptr %p, align 4
                  ret void
                }
                """)
        let kernel = try LoweredKernel(module: module, entry: "k")
        let memory = DeviceMemory()
        let buffer = try memory.addBuffer(name: "p", byteCount: 64, isWritable: true)
        let execution = Execution(
            Launch(
                kernel: kernel, arguments: [.buffer(buffer, byteOffset: 0)], threadgroups: GridSize(1),
                threadsPerThreadgroup: GridSize(32)), memory: memory)
        let fault = #expect(throws: MachineFault.self) { try execution.runAll() }
        switch fault?.kind {
        case .outOfBounds, .nullPointer: break
        default: Issue.record("\(String(describing: fault))")
        }
    }
}
