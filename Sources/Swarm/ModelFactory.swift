package import AgentModels
package import Foundation
package import SwarmConfig

/// Makes what answers prompts out of the configuration's models.
package enum ModelFactory {
    /// The models in use that are not embedded, by name.
    ///
    /// - Parameters:
    ///   - projectRoot: The folder that a manual model's queue is named from.
    ///   - runDirectory: The run's folder, which holds the queue of a manual model that names none.
    package static func models(
        for configuration: RunConfiguration, projectRoot: URL, runDirectory: String
    ) throws(ModelFailure) -> [String: any AgentModel] {
        var models: [String: any AgentModel] = [:]
        for model in configuration.models {
            switch model.provider {
            case .offline: continue
            case .manual:
                let folder =
                    model.queue.map { projectRoot.appending(path: $0) }
                    ?? URL(fileURLWithPath: runDirectory).appending(path: "queue")
                models[model.name] = ManualModel(folder: folder)
            case .openAICompatible:
                models[model.name] = OpenAICompatibleModel(
                    endpoint: try ModelEndpoint(
                        baseURL: model.baseURL ?? "", model: model.model ?? model.name, keyVariable: model.keyVariable,
                        timeout: .seconds(model.timeoutSeconds), retries: RetryPolicy(maxRetries: model.retries)))
            }
        }
        return models
    }
}
