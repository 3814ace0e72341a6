import Diagnostics
import Foundation
import StrictYAML
import SwarmConfig
import Testing

@Suite("Mutated files")
struct FuzzTests {
    /// A small generator with fixed seeds: the same mutations everywhere.
    private struct Generator: RandomNumberGenerator {
        /// The state.
        var state: UInt64

        /// The next 64 bits (SplitMix64).
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// Pieces that mean something to YAML.
    private static let pieces = [
        "&a ", "*a", "<<: *a\n", "<<: [*a, 1]\n", "- ", "? ", ": ", "{", "}", "[", "]", "!!python/x ", "| \n", ">-\n",
        "---\n",
        "...\n", "%YAML 1.1\n", "\t", "\"", "'", "${A}", "${", "$$", "\u{FEFF}", "\u{2028}", "\u{85}", "#", "x-a: ",
        "~", "\\x",
        "\r", "\0", "é", "🇩🇪", "@", "`", "=", "name: b\n",
    ]

    @Test("no mutation of a good file crashes the readers", arguments: 0..<8)
    func mutations(seed: Int) throws {
        let fixture = try ProjectFixture()
        let names = ProjectFixture.good.keys.filter { $0.hasSuffix(".yaml") && !$0.contains("configs/tasks") }.sorted()
        let files = try names.map { try Data(contentsOf: fixture.root.appendingPathComponent($0)) }
        var generator = Generator(state: UInt64(seed))
        var rejected = 0
        for _ in 0..<150 {
            let index = Int.random(in: 0..<names.count, using: &generator)
            var bytes = Array(files[index])
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0...bytes.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1 where place < bytes.count:
                    bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...9, using: &generator)))
                case 2:
                    bytes.insert(contentsOf: Self.pieces.randomElement(using: &generator)?.utf8 ?? "".utf8, at: place)
                default:
                    let end = min(bytes.count, place + Int.random(in: 0...40, using: &generator))
                    bytes.insert(
                        contentsOf: Array(bytes[place..<end]), at: Int.random(in: 0...bytes.count, using: &generator))
                }
            }
            let url = fixture.root.appendingPathComponent(names[index])
            try Data(bytes).write(to: url)
            let checker = ConfigurationChecker(project: fixture.project, environment: [:])
            let findings =
                checker.check([url.path])
                + checker.check([fixture.root.appendingPathComponent("configs/run.yaml").path])
            if !findings.isEmpty { rejected += 1 }
            for finding in findings { #expect(!finding.rendered.isEmpty) }
            try files[index].write(to: url)
        }
        // Most mutations break something; none may break the reader.
        #expect(rejected > 60)
    }
}
