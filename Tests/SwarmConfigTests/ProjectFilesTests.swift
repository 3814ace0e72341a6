import Diagnostics
import Foundation
import SwarmConfig
import Testing

@Suite("Finding a project")
struct ProjectFilesTests {
    @Test("the nearest project above the named file comes first, then the current folder's, the home's, the program's")
    func order() throws {
        let fixtures = try (0..<4).map { _ in try ProjectFixture() }
        let project = try ProjectFiles.locate(
            from: fixtures[0].root.appendingPathComponent("configs/gpus/m1-pro.yaml").path,
            environment: ["KERNELSWARM_HOME": fixtures[2].root.path],
            currentFolder: fixtures[1].root.appendingPathComponent("agents/teams"),
            executable: fixtures[3].root.appendingPathComponent("configs/kernelswarm"))
        #expect(project.roots.map(\.path) == fixtures.map(\.root.path))
    }

    @Test("what one project lacks is found in the next")
    func fallback() throws {
        let own = try ProjectFixture()
        let shipped = try ProjectFixture(["configs/gpus/h200.yaml": "version: 1\n"])
        let project = ProjectFiles(roots: [own.root, shipped.root])
        #expect(try project.file(at: "configs/gpus/h200.yaml").url.path.hasPrefix(shipped.root.path))
        #expect(try project.file(at: "configs/gpus/m1-pro.yaml").url.path.hasPrefix(own.root.path))
        #expect(project.declarations(in: "configs/gpus") == ["h200", "m1-pro"])
        #expect(project.tasks == ["attention"])
    }

    @Test("no project at all, and a home that is none, are said")
    func none() {
        let nowhere = URL(fileURLWithPath: "/")
        #expect(
            throws: DiagnosticError.self,
            performing: {
                try ProjectFiles.locate(from: nil, environment: [:], currentFolder: nowhere, executable: nil)
            })
        let error = #expect(throws: DiagnosticError.self) {
            try ProjectFiles.locate(
                from: nil, environment: ["KERNELSWARM_HOME": "/proc"], currentFolder: nowhere, executable: nil)
        }
        #expect(
            error?.description == """
                error: KERNELSWARM_HOME names '/proc', which is no project
                  = a project is a folder that holds agents/, prompts/ and configs/
                """)
    }
}
