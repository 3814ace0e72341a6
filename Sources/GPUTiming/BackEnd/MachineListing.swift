package import SIMTMachine

/// The machine instructions that time is modelled from, as text for people.
package enum MachineListing {
    /// One line per instruction, block by block; empty where the chip has no model of its vendor's compiler.
    package static func text(_ program: TimedProgram, passes: BackEnd.Passes = .all) -> String {
        guard var backEnd = BackEnd(program, passes: passes) else { return "" }
        let machine = backEnd.run()
        var text = "registers \(machine.registerPressure)\n"
        for (block, list) in machine.blocks.enumerated() {
            let targets = backEnd.successors[block].map(String.init).joined(separator: " ")
            let region = block - machine.blocks.count + machine.regions.count
            let members = region < 0 ? [] : machine.regions[region].blocks
            let parts = members.isEmpty ? "" : " of \(members.map(String.init).joined(separator: " "))"
            text += "block \(block)\(parts) -> \(targets)\n"
            for instruction in list {
                let sources = instruction.sources.map { "r\($0)" }.joined(separator: " ")
                let result = instruction.destination >= 0 ? "r\(instruction.destination):\(instruction.width) = " : ""
                text += "  \(instruction.line): \(result)\(instruction.operation) \(sources)"
                text += instruction.role == .body ? "\n" : " [\(instruction.role)]\n"
            }
        }
        return text
    }
}
