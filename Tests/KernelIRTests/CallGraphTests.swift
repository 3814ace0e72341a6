import KernelIR
import Testing

@Suite struct CallGraphTests {
    @Test("direct and indirect recursion is found, calling a recursive function is none")
    func recursion() throws {
        let module = try IRModule(
            parsing: """
                define void @self() {
                  call void @self()
                  ret void
                }
                define void @ping() {
                  call void @pong()
                  ret void
                }
                define void @pong() {
                  call void @leaf()
                  call void @ping()
                  ret void
                }
                define void @kernel() {
                  call void @ping()
                  call void @outside()
                  ret void
                }
                define void @leaf() {
                  ret void
                }
                declare void @outside()
                """)
        let graph = module.callGraph
        #expect(graph.recursive == ["self", "ping", "pong"])
        #expect(graph.callees["kernel"] == ["ping"])
        #expect(graph.reachable(from: "kernel") == ["kernel", "leaf", "ping", "pong"])
        #expect(module.recurses("ping"))
        #expect(!module.recurses("kernel"))
    }
}
