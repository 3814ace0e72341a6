import Foundation
import Testing

@Suite("docs/dialects.md")
struct DialectDocumentTests {
    /// The page, three folders above this file.
    private static func page() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("docs/dialects.md"), encoding: .utf8)
    }

    /// The code spans between the marks of `dialect`.
    private static func names(_ dialect: String, in page: String) -> [String] {
        guard let start = page.range(of: "<!-- checked: \(dialect) -->"),
            let end = page[start.upperBound...].range(of: "<!-- end -->")
        else { return [] }
        let spans = page[start.upperBound..<end.lowerBound].split(separator: "`", omittingEmptySubsequences: false)
        return spans.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    /// The words of all texts that tests execute and compare.
    private static func words(of texts: [String]) -> Set<String> {
        Set(texts.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init) })
    }

    @Test("names no function that no executed test covers", arguments: ["metal", "cuda"])
    func covered(dialect: String) throws {
        let texts =
            dialect == "metal"
            ? MetalRows.groups.map(MetalRows.text) + [MetalDialectTests.spaces] + TextureTests.texts
            : CudaRows.groups.map(CudaRows.text) + CudaDialectTests.texts
        let known = Self.words(of: texts)
        let names = Self.names(dialect, in: try Self.page())
        #expect(names.count > 100)
        for name in names {
            // An instruction of PTX has its points, a method its object.
            let isInstruction = name.contains(".") && texts.contains { $0.contains(name) }
            let last = name.split { $0 == ":" || $0 == "." }.last.map(String.init) ?? name
            #expect(isInstruction || known.contains(last), "'\(name)' is covered by no test")
        }
    }
}
