import Diagnostics
import Foundation
import StrictYAML
import SwarmConfig
import Testing

@Suite("The JSON Schema")
struct ConfigurationSchemaTests {
    /// The repository.
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The shipped declarations: their kind and their path.
    static let shipped: [(kind: DeclarationKind, path: String)] = DeclarationKind.allCases.flatMap { kind in
        ProjectFiles(roots: [repository]).declarations(in: kind.folder).map { (kind, "\(kind.folder)/\($0).yaml") }
    }

    /// The tree of a shipped file without variables replaced.
    private func value(of path: String) throws -> JSONValue {
        let text = try String(contentsOf: Self.repository.appendingPathComponent(path), encoding: .utf8)
        return JSONValue(try #require(tree(text)))
    }

    @Test("the shipped schema is the one that is printed")
    func shippedSchema() throws {
        let text = try String(
            contentsOf: Self.repository.appendingPathComponent("configs/schema.json"), encoding: .utf8)
        #expect(text == ConfigurationSchema.document.prettyPrinted + "\n")
    }

    @Test("every shipped file is valid by its kind's schema and by the whole", arguments: shipped)
    func shippedFiles(kind: DeclarationKind, path: String) throws {
        let value = try value(of: path)
        #expect(SchemaValidator(document: ConfigurationSchema.document(of: kind)).violations(of: value) == [])
        #expect(SchemaValidator(document: ConfigurationSchema.document).violations(of: value) == [])
    }

    @Test("every shipped file names the schema in its first line", arguments: shipped)
    func modeline(kind: DeclarationKind, path: String) throws {
        let text = try String(contentsOf: Self.repository.appendingPathComponent(path), encoding: .utf8)
        let up = String(repeating: "../", count: path.split(separator: "/").count - 1)
        let schema = kind == .run ? "schema.json" : "\(up)configs/schema.json"
        #expect(text.hasPrefix("# yaml-language-server: $schema=\(schema)\n"))
    }

    @Test("the files of a good project are valid, spoilt ones are not")
    func goodAndBad() throws {
        let validator = SchemaValidator(document: ConfigurationSchema.document(of: .agent))
        func violations(_ text: String) throws -> [String] {
            validator.violations(of: JSONValue(try #require(tree(text))))
        }
        let good = "version: 1\nname: a\nrole: explorer\nmodel: offline\n"
        #expect(try violations(good) == [])
        #expect(try violations(good + "weight: ${WEIGHT:-2}\nx-free: 1\n") == [])
        #expect(try violations("version: 1\nname: a\nextends: b\n") == [])
        #expect(try !violations("version: 1\nname: a\nrole: explorer\n").isEmpty)
        #expect(try !violations(good + "modle: x\n").isEmpty)
        #expect(try !violations(good + "weight: heavy\n").isEmpty)
        #expect(try !violations(good + "settings: {focus: novelty}\n").isEmpty)
        #expect(try !violations(good + "reads: [goals]\n").isEmpty)
        #expect(try !violations("version: 2\nname: a\nrole: explorer\nmodel: offline\n").isEmpty)
    }

    @Test(
        "every key that a reader accepts is in the schema, and every key of the schema is accepted",
        arguments: DeclarationKind.allCases)
    func keys(kind: DeclarationKind) throws {
        let schema = try #require(ConfigurationSchema.document["$defs"]?[kind.rawValue]?["properties"])
        guard case .object(let properties) = schema else { throw SchemaError.noProperties }
        // A file with every key of the schema and one more: only that one may be unknown.
        let text = (properties.map(\.key) + ["zzz-unknown"]).map { "\($0): ~\n" }.joined()
        let path = "\(kind.folder)/all.yaml"
        let fixture = try ProjectFixture([path: text])
        let findings = ConfigurationChecker(project: fixture.project, environment: [:])
            .check([fixture.root.appendingPathComponent(path).path])
        let unknown = findings.filter { $0.message.hasPrefix("unknown key") }
        #expect(unknown.map(\.message) == ["unknown key 'zzz-unknown' in \(ConfigurationSchema.table(of: kind).what)"])
        let known = unknown.first?.hint?.replacingOccurrences(of: "known keys: ", with: "").components(
            separatedBy: ", ")
        #expect(known == properties.map(\.key))
    }

    @Test("every field of every table has a description in the schema or its table")
    func descriptions() {
        for table in ConfigurationSchema.tables {
            for row in table.rows {
                #expect(row.summary.hasSuffix("."), "\(table.what): \(row.key)")
                #expect(table.schema["properties"]?[row.key]?["description"] == .string(row.summary))
            }
        }
    }

    /// What a malformed schema is reported as.
    private enum SchemaError: Error {
        case noProperties
    }
}

@Suite("The shipped declarations")
struct ShippedDeclarationTests {
    /// The repository.
    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    @Test("every shipped file checks without a finding")
    func check() {
        let project = ProjectFiles(roots: [Self.repository])
        let paths = ConfigurationSchemaTests.shipped.map { Self.repository.appendingPathComponent($0.path).path }
        let findings = ConfigurationChecker(project: project, environment: [:]).check(paths)
        #expect(findings.map(\.rendered) == [])
    }

    @Test("the quickstart needs no variable and uses every role")
    func quickstart() throws {
        let run = try RunConfiguration.load(
            path: Self.repository.appendingPathComponent("configs/quickstart.yaml").path, environment: [:],
            project: ProjectFiles(roots: [Self.repository]))
        #expect(Set(run.team.everyone.map(\.declaration.role)) == Set(AgentRole.allCases))
        #expect(run.models.map(\.provider) == [.offline])
        #expect(run.seed == 20261 && run.stop.evaluations == 60 && run.order == .ticket)
    }
}
