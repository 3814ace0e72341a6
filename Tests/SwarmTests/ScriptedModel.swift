import AgentModels
import Foundation
import Synchronization

/// A model whose answer follows from the request alone: a kernel named after it.
final class ScriptedModel: AgentModel {
    /// The ids of the requests, in the order they came.
    private let state = Mutex<[String]>([])

    /// The ids of the requests answered.
    var requests: [String] { state.withLock { $0 } }

    /// A kernel that differs for every request.
    func answer(
        _ request: ModelRequest, observer: @escaping AttemptObserver
    ) async throws(ModelFailure) -> ModelReply {
        state.withLock { $0.append(request.id) }
        let number = request.id.filter(\.isNumber)
        let kernel = RunFixture.kernel.replacingOccurrences(of: "out[i] = in[i];", with: "out[i] = in[i] + x\(number);")
        return ModelReply(
            text: "```metal\n\(kernel)\n```\n", usage: TokenUsage(input: 700, output: 200))
    }
}
