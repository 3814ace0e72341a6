/// One tunable of a design space: a macro name and the integers it may take.
package struct DesignParameter: Hashable, Sendable {
    /// How the values relate to one another.
    package enum Kind: String, Hashable, Sendable {
        /// Sizes or counts: neighbouring values behave alike.
        case ordinal
        /// Numbered alternatives: no value is nearer to one than to another.
        case choice
    }

    /// The macro's name.
    package let name: String
    /// The values in the order they are declared; the first is the default.
    package let values: [Int]
    /// How the values relate.
    package let kind: Kind

    /// A tunable.
    package init(name: String, values: [Int], kind: Kind = .ordinal) {
        self.name = name
        self.values = values
        self.kind = kind
    }
}
