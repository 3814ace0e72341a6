import Blackboard
import Foundation
import Testing

@Suite struct RunLockTests {
    @Test("a second holder is refused with the first one's process number")
    func refused() async throws {
        let folder = try RunFolder()
        let board = try Blackboard(runDirectory: folder.path)
        let pid = ProcessInfo.processInfo.processIdentifier
        #expect(
            throws: JournalError(
                .locked,
                "run '\(folder.path)' is in use by process \(pid); wait until it ends or stop it, then try again")
        ) {
            try Blackboard(runDirectory: folder.path)
        }
        try await board.finish()
        #expect(!folder.names.contains("run.lock"))
    }

    @Test("a lock held by another process ends when that process is killed")
    func killed() throws {
        let folder = try RunFolder()
        let helper = Process()
        helper.executableURL = URL(fileURLWithPath: "/bin/sh")
        let ready = Pipe()
        helper.arguments = [
            "-c", "exec 9>\"$0/run.lock\"; flock -n 9 || exit 1; echo 4242 >&9; echo ready; exec 8<&0; read line <&8",
            folder.path,
        ]
        helper.standardInput = Pipe()
        helper.standardOutput = ready
        try helper.run()
        #expect(String(decoding: ready.fileHandleForReading.readData(ofLength: 6), as: UTF8.self) == "ready\n")
        let error = #expect(throws: JournalError.self) { try Blackboard(runDirectory: folder.path) }
        #expect(error?.code == .locked)
        #expect(error?.message.contains("is in use by process 4242;") == true)
        kill(helper.processIdentifier, SIGKILL)
        helper.waitUntilExit()
        #expect(folder.names.contains("run.lock"))
        #expect(throws: Never.self) { try Blackboard(runDirectory: folder.path) }
    }
}
