/// The index of a basic block inside its function, entry block 0, textual order.
package struct BlockID: Hashable, Sendable {
    package let index: Int

    package init(_ index: Int) { self.index = index }
}
