/// Predictions as files for other programs.
package enum PredictionFile {
    /// The file that a set's own scorer reads, `{"name": microseconds}`, in the order of the names.
    package static func json(_ predictions: [CasePrediction]) -> String {
        let lines = predictions.sorted { $0.name < $1.name }.map { "  \(quoted($0.name)): \($0.microseconds)" }
        return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
    }

    /// Every counter of the model, and the card's own where the set has it, under Nsight's names:
    /// `{"case": {"counter": {"model": …, "card": …}}}`, in the order of the names.
    package static func counters(_ predictions: [CasePrediction], in set: TruthSet) -> String {
        let cases = predictions.sorted { $0.name < $1.name }.map { prediction in
            let card = set.counters[prediction.name] ?? [:]
            let lines = prediction.counters.filter { $0.value.isFinite }.sorted { $0.key < $1.key }.map { name, value in
                let measured = card[name].map { ", \"card\": \($0)" } ?? ""
                return "    \(quoted(name)): {\"model\": \(value)\(measured)}"
            }
            return "  \(quoted(prediction.name)): {\n" + lines.joined(separator: ",\n") + "\n  }"
        }
        return "{\n" + cases.joined(separator: ",\n") + "\n}\n"
    }

    /// A string as JSON has it.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case _ where scalar.value < 32:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
