import AgentModels
import Foundation
import Testing

/// Answers from a record.
@Suite struct RecordedModelTests {
    /// Asks for `id` of a record with one reply and one failure.
    private func ask(_ id: String) async -> Result<ModelReply, ModelFailure> {
        let model = RecordedModel(answers: [
            "a": .success(ModelReply(text: "kernel", usage: TokenUsage(input: 1, output: 2))),
            "b": .failure(ModelFailure(.quota, "no money", attempts: 1)),
        ])
        let request = ModelRequest(id: id, agent: "x", role: "explorer", system: "", user: "")
        do throws(ModelFailure) {
            return .success(try await model.answer(request) { _ in })
        } catch {
            return .failure(error)
        }
    }

    @Test("Replies and failures come back as they were")
    func replays() async {
        #expect(await ask("a") == .success(ModelReply(text: "kernel", usage: TokenUsage(input: 1, output: 2))))
        #expect(await ask("b") == .failure(ModelFailure(.quota, "no money", attempts: 1)))
    }

    @Test("A request that was never recorded is named")
    func missing() async {
        #expect(await ask("c") == .failure(ModelFailure(.request, "the record holds no answer to request 'c'")))
    }

    @Test("A failure survives being stored")
    func coding() throws {
        let failure = ModelFailure(.overload, "busy", attempts: 3)
        let data = try JSONEncoder().encode(failure)
        #expect(String(decoding: data, as: UTF8.self).contains(#""code":"overload""#))
        #expect(try JSONDecoder().decode(ModelFailure.self, from: data) == failure)
        #expect(failure.description == "overload: busy (3 attempts)")
    }
}
