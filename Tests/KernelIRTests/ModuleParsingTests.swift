import KernelIR
import Testing

@Suite struct ModuleParsingTests {
    @Test("an empty module has nothing") func empty() throws {
        #expect(try IRModule(parsing: "").functions.isEmpty)
    }
}
