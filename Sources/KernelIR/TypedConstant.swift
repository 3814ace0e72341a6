/// A constant and its type.
package struct TypedConstant: Hashable, Sendable {
    package let type: IRType
    package let value: IRConstant

    package init(type: IRType, value: IRConstant) {
        self.type = type
        self.value = value
    }
}
