/// How a launch shows a buffer to a kernel as a 2-D texture.
///
/// The kernel receives it by value, as `ks_texture` of the kernel headers lays it out:
///
/// | byte | what |
/// |---|---|
/// | 0 | address of the first texel |
/// | 8, 12 | width and height in texels |
/// | 16 | bytes from one row to the next |
/// | 20 | the format's number |
package struct TextureView: Hashable, Sendable {
    /// Texels of a row, and rows.
    package let width, height: UInt32
    /// Bytes from one row to the next.
    package let rowBytes: UInt32
    /// The format's number, which only the kernel headers know the meaning of.
    package let format: UInt32

    package init(width: UInt32, height: UInt32, rowBytes: UInt32, format: UInt32) {
        self.width = width
        self.height = height
        self.rowBytes = rowBytes
        self.format = format
    }

    /// The descriptor of a texture whose first texel is at `address`, little-endian.
    func bytes(address: UInt64) -> [UInt8] {
        [address & 0xFFFF_FFFF, address >> 32, UInt64(width), UInt64(height), UInt64(rowBytes), UInt64(format)]
            .flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
    }
}
