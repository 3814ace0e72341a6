extension CanonicalJSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringInterpolation, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    /// `null`.
    package init(nilLiteral: ()) {
        self = .null
    }

    /// A truth value.
    package init(booleanLiteral value: Bool) {
        self = .bool(value)
    }

    /// An integer.
    package init(integerLiteral value: Int) {
        self = .int(value)
    }

    /// A number.
    package init(floatLiteral value: Double) {
        self = .double(value)
    }

    /// Text.
    package init(stringLiteral value: String) {
        self = .string(value)
    }

    /// An array.
    package init(arrayLiteral elements: CanonicalJSON...) {
        self = .array(elements)
    }

    /// An object; of two equal keys the last one counts.
    package init(dictionaryLiteral elements: (String, CanonicalJSON)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}
