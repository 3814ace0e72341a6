import Blackboard
import Foundation
import Testing

/// The vectors are those of `docs/journal-format.md`, computed there with another program.
@Suite struct EntryHashTests {
    @Test("a decision has the hash that the format document works out")
    func decisionVector() throws {
        var sequencer = EntrySequencer()
        let entries = try sequencer.sequence([
            Draft(.goal, by: "swarm", payload: ["seed": 7, "task": "attention"]),
            Draft(.proposal, by: "explorer", causes: [1], payload: ["candidate": "abc"]),
            Draft(.timing, by: "evaluator", causes: [2], payload: ["seconds": 0.25]),
        ])
        #expect(entries[0].payload == Data(#"{"seed":7,"task":"attention"}"#.utf8))
        #expect(entries[0].hash.hex == "36a3c506c9eaad2d22781c233dd6bb3e1f4a000f69a3c64717196eb1fdf9c88f")
        #expect(entries[1].hash.hex == "106e0e93fad17312804e7dd7ab295048aa2c885d8384b5069da19d3865da394f")
        #expect(entries[2].hash.hex == "e539c8cf0ef21058b15dae0bf37cdc067aded26fd9cd4a12839da260514e56c4")
    }

    @Test("observations between decisions do not change the decisions' hashes")
    func independence() throws {
        let goal = Draft(.goal, by: "swarm", payload: ["seed": 7])
        let note = Draft(.note, by: "swarm", causes: [1], payload: ["text": "go"])
        let timing = Draft(.timing, by: "swarm", payload: ["seconds": 1.5])
        var plain = EntrySequencer()
        var mixed = EntrySequencer()
        _ = try plain.sequence([goal, note])
        _ = try mixed.sequence([timing, goal, timing, timing, note, timing])
        #expect(plain.decision == mixed.decision)
        #expect(mixed.observation.count == 4)
    }
}
