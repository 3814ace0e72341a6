/// What a launch passes for a kernel's parameter.
package enum Binding: Sendable, Hashable {
    /// The address of a buffer.
    ///
    /// - index: Metal's `[[buffer(n)]]`; in CUDA and oracles the parameter's place.
    /// - space: `device` or `constant`; CUDA's and the oracle's pointers are generic ones into `device`.
    /// - isReference: declared `T&`, so that the buffer holds one value.
    /// - writable: declared without `const`.
    /// - element: the pointee as written, without qualifiers.
    case buffer(index: Int, space: AddressSpace, isReference: Bool, writable: Bool, element: String)
    /// The address of threadgroup memory whose size the launch gives, Metal's `[[threadgroup(n)]]`.
    case threadgroupBuffer(index: Int)
    /// A 2-D texture, Metal's `[[texture(n)]]`: the address of its descriptor.
    ///
    /// - element: the texture's element type as written; empty where the text gives the type another name.
    case texture(index: Int, element: String)
    /// A place in the grid or its size, of `components` integers with `bits` each.
    case builtin(Builtin, components: Int, bits: Int)
    /// A value passed by copy (CUDA, oracles), of `byteCount` bytes.
    case value(byteCount: Int)
}
