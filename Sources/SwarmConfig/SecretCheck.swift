import Diagnostics
import StrictYAML

/// Refuses keys and passwords in files, without repeating them in a message.
struct SecretCheck {
    /// Where findings go.
    let sink: DiagnosticSink

    /// Names of keys that ask for a secret.
    private static let secretKeys: Set<String> = [
        "api_key", "apikey", "api-key", "api_token", "access_token", "auth_token", "authorization", "bearer", "key",
        "password", "secret", "token",
    ]

    /// How well-known kinds of keys begin.
    private static let secretPrefixes = [
        "sk-", "sk_", "Bearer ", "ghp_", "github_pat_", "glpat-", "hf_", "xoxb-", "xoxp-", "AKIA", "AIza", "gsk_",
        "nvapi-",
    ]

    /// `node` without the entries that hold a secret, each of which is reported.
    func refusingSecrets(in node: YAMLNode) -> YAMLNode {
        switch node.content {
        case .scalar(let scalar):
            if Self.looksSecret(scalar.raw) { refuse("a text looks like a key", at: node.location) }
            return node
        case .sequence(let items):
            return YAMLNode(content: .sequence(items.map(refusingSecrets)), location: node.location)
        case .mapping(let entries):
            let kept = entries.compactMap { entry -> YAMLNode.Entry? in
                if Self.secretKeys.contains(entry.key.lowercased()), case .scalar = entry.value.content {
                    sink.hideLine(of: entry.value.location)
                    refuse("'\(entry.key)' would hold a key", at: entry.keyLocation)
                    return nil
                }
                let value = refusingSecrets(in: entry.value)
                return YAMLNode.Entry(key: entry.key, keyLocation: entry.keyLocation, value: value)
            }
            return YAMLNode(content: .mapping(kept), location: node.location)
        }
    }

    /// Reports a secret and keeps its line out of every excerpt.
    private func refuse(_ message: String, at location: SourceLocation) {
        sink.hideLine(of: location)
        sink.report(
            at: location, "\(message), and keys are not written in files",
            hint: "write 'api_key_env: NAME', the name of the environment variable that holds the key")
    }

    /// Whether a text begins as keys do and goes on as long as they do.
    private static func looksSecret(_ text: String) -> Bool {
        guard let prefix = secretPrefixes.first(where: text.hasPrefix) else { return false }
        let rest = text.dropFirst(prefix.count)
        return rest.utf8.count >= 16 && !rest.contains { $0.isWhitespace || $0 == "/" || $0 == "$" }
    }
}
