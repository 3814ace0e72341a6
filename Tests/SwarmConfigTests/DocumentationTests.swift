import Foundation
import SwarmConfig
import Testing

@Suite("docs/agents-yaml.md")
struct DocumentationTests {
    @Test("every key is documented with the words of its table")
    func keys() throws {
        let document = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("docs/agents-yaml.md")
        let text = try String(contentsOf: document, encoding: .utf8)
        for table in ConfigurationSchema.tables {
            for row in table.rows {
                let needed = row.isRequired ? "yes" : ""
                #expect(text.contains("| `\(row.key)` | \(needed) | \(row.summary) |"), "\(table.what): \(row.key)")
            }
        }
    }
}
