package import Diagnostics

/// A value with the place it was read from, kept for messages that come later.
package struct Located<Value> {
    /// The value.
    package var value: Value
    /// Where it was read.
    package var location: SourceLocation

    /// A value read at `location`.
    package init(_ value: Value, at location: SourceLocation) {
        self.value = value
        self.location = location
    }

    /// The same place with another value.
    package func map<Other>(_ transform: (Value) -> Other) -> Located<Other> {
        Located<Other>(transform(value), at: location)
    }
}

extension Located: Sendable where Value: Sendable {}
extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
