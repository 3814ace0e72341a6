import StrictYAML

/// What a model's tokens cost, in whole nano-dollars a token, so that sums are exact.
///
/// One dollar for a million tokens is 1000 nano-dollars a token.
package struct ModelPrice: Hashable, Sendable {
    /// Nano-dollars for a token of the prompt.
    package var inputNanodollars: Int
    /// Nano-dollars for a token of the answer.
    package var outputNanodollars: Int

    /// The fields.
    enum Fields {
        static let input = Field("input", dollars, required: true, "US dollars for a million prompt tokens.")
        static let output = Field("output", dollars, required: true, "US dollars for a million answer tokens.")
        static let table = FieldTable("a price", [input.row, output.row], isLayered: true)
    }

    /// A price as YAML gives it.
    static let shape = YAMLShape<ModelPrice>.object(Fields.table) { map in
        let input = map.value(Fields.input)
        let output = map.value(Fields.output)
        guard let input, let output else { return nil }
        return ModelPrice(inputNanodollars: input, outputNanodollars: output)
    }

    /// Dollars for a million tokens with at most three decimals, as nano-dollars a token.
    private static let dollars = YAMLShape<Int>(
        schema: .object([
            .init("type", .string("number")), .init("minimum", .integer(0)), .init("multipleOf", .number(0.001)),
        ])
    ) { reader in
        if let scalar = reader.scalar, !scalar.isQuoted, let value = nanodollars(scalar.text) { return value }
        reader.mismatch("dollars for a million tokens with at most three decimals")
        return nil
    }

    /// The thousandfold of a decimal number with at most three decimals; nil for anything else.
    private static func nanodollars(_ text: String) -> Int? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 9 }) else { return nil }
        let digits = parts.joined().utf8
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.utf8.count <= 3, let whole = Int(parts[0]) else { return nil }
        let padded = fraction + String(repeating: "0", count: 3 - fraction.utf8.count)
        // At most nine digits before the point, so the product stays far below 2^63.
        return Int(padded).map { whole * 1000 + $0 }
    }
}
