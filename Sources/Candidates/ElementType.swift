/// The type of a buffer's elements, spelled as task files and launch plans spell it.
package enum ElementType: String, Hashable, Sendable, CaseIterable {
    case f16, bf16, f32, f64
    case i8, u8, i16, u16, i32, u32, i64, u64

    /// Size of one element in bytes.
    package var byteSize: Int {
        switch self {
        case .i8, .u8: 1
        case .f16, .bf16, .i16, .u16: 2
        case .f32, .i32, .u32: 4
        case .f64, .i64, .u64: 8
        }
    }
}
