/// The number of an SSA value inside one function: arguments first, then results in textual order.
package struct ValueID: Hashable, Sendable {
    package let index: Int

    package init(_ index: Int) { self.index = index }
}
