/// The file that a set's own scorer reads: `{"name": microseconds}`.
package enum PredictionFile {
    /// The predictions in the order of the names.
    package static func json(_ predictions: [CasePrediction]) -> String {
        let lines = predictions.sorted { $0.name < $1.name }.map { "  \(quoted($0.name)): \($0.microseconds)" }
        return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
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
