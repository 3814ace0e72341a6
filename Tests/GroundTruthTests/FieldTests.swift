import Foundation
import GroundTruth
import Testing

/// Contents of fields, against what the numpy generator of such a set makes.
@Suite struct FieldTests {
    /// Descriptions of buffers and all their elements.
    static let examples: [(contents: String, values: [Double])] = [
        (
            #""init": "gaussian", "sigma": 1.5, "shape": [4, 2], "scale": 0.5, "offset": 1"#,
            [
                1.2868766784667969, 1.4474196434020996, 1.4474196434020996, 1.2868766784667969, 1.2868766784667969,
                1.4474196434020996, 1.4474196434020996, 1.2868766784667969,
            ]
        ),
        (
            #""init": "sine", "shape": [4, 3]"#,
            [0, 0, 0, 0, 0, 0.8660253882408142, 0.8660253882408142, 0, 0, 0, 0, 0]
        ),
        (#""init": "signs""#, [1, -1, 1, -1, -1, -1, -1, 1]),
        (
            #""init": "uniform", "scale": 0.5, "offset": 0.5, "shape": [4, 2], "zero_lane": [4, 1]"#,
            [
                0.9708819389343262, 0, 0.7654191255569458, 0.07286667823791504, 0.4917742609977722, 0,
                0.10553884506225586, 0.5829302668571472,
            ]
        ),
        (
            #""init": "gaussian", "sigma": 2, "shape": [3, 3], "planes": [1, 0.25], "zero_border": true"#,
            [0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0.25, 0, 0, 0, 0]
        ),
        (
            #""init": "lattice", "side": 2, "spacing": 1.5, "jitter": 0.25, "box": 2.5"#,
            [
                0.23544096946716309, 2.472179651260376, 0.1327095627784729, 0, 2.495887041091919, 2.2996697425842285,
                1.302769422531128, 0, 0.018056601285934448, 1.6424068212509155, 0.17088750004768372, 0,
                0.20241951942443848, 1.3957936763763428, 1.5800938606262207, 0,
            ]
        ),
        (
            #""init": "sine", "shape": [4, 4], "order": "morton", "offset": 0.125"#,
            [
                0.125, 0.125, 0.125, 0.875, 0.125, 0.125, 0.875, 0.125, 0.125, 0.875, 0.125, 0.125, 0.875, 0.125, 0.125,
                0.125,
            ]
        ),
        (#""init": "values", "values": [1, 2.5, -3, 4], "scale": 7"#, [1, 2.5, -3, 4]),
    ]

    /// The elements of a buffer of `type`, bound to number 3, described like that.
    private func elements(_ contents: String, type: String = "f32", count: Int) throws -> [Double] {
        let args = TaskFixture.buffer("y", at: 3, count: count, type: type, contents: contents)
        let set = try TaskFixture([TaskFixture.entry(launches: TaskFixture.launch(args: args))]).read()
        let buffer = try #require(set.cases.first?.buffers.first)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: buffer.byteCount, alignment: 16)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        buffer.fill(memory)
        return (0..<count).map { buffer.value(UnsafeRawBufferPointer(memory), at: $0) }
    }

    @Test("elements are those of the generator", arguments: examples)
    func floats(_ example: (contents: String, values: [Double])) throws {
        let found = try elements(example.contents, count: example.values.count)
        // Random values are exact; smooth ones may differ in the last digit or two.
        let room = example.contents.contains("gaussian") || example.contents.contains("sine") ? 2e-7 : 0
        for (value, listed) in zip(found, example.values) { #expect(abs(value - listed) <= room) }
    }

    @Test("integers are floats cut off")
    func integers() throws {
        #expect(try elements(#""init": "uniform", "scale": 100"#, type: "i32", count: 4) == [94, -11, 53, -85])
        #expect(try elements(#""init": "signs""#, type: "i8", count: 4) == [1, -1, 1, -1])
        #expect(
            try elements(#""init": "values", "values": [4294967295, 7]"#, type: "u32", count: 2) == [4294967295, 7])
    }

    @Test("a list may lie in a file of the set's folder")
    func file() throws {
        let args = TaskFixture.buffer("y", at: 3, count: 2, contents: #""init": "values", "values": "lists/a.json""#)
        let fixture = try TaskFixture([TaskFixture.entry(launches: TaskFixture.launch(args: args))], task: "lists")
        try fixture.write("[0.5, 8]", "lists/a.json")
        let buffer = try #require(try fixture.read().cases.first?.buffers.first)
        var bytes = [UInt8](repeating: 0, count: 8)
        bytes.withUnsafeMutableBytes { buffer.fill($0) }
        #expect(bytes.withUnsafeBytes { buffer.value($0, at: 1) } == 8)
    }
}
