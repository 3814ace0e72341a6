/// The format of a texture's texels, spelled as launch plans spell it: `rgba8unorm`, `r32float`.
///
/// A format is a kind of channel and one, two or four of them. Texels lie in memory as arrays of their channels do.
package struct TextureFormat: Hashable, Sendable, RawRepresentable, CaseIterable {
    /// What one channel is; the order is that of the kernel headers' `ks_channel`.
    package enum Channel: Int, Hashable, Sendable, CaseIterable {
        case float32, float16, unorm8, uint8, uint16, uint32, sint8, sint16, sint32

        /// How formats spell it behind the names of their channels.
        var spelling: String {
            switch self {
            case .float32: "32float"
            case .float16: "16float"
            case .unorm8: "8unorm"
            case .uint8: "8uint"
            case .uint16: "16uint"
            case .uint32: "32uint"
            case .sint8: "8sint"
            case .sint16: "16sint"
            case .sint32: "32sint"
            }
        }

        /// The elements of buffers that hold it: one a channel.
        package var element: ElementType {
            switch self {
            case .float32: .f32
            case .float16: .f16
            case .unorm8, .uint8: .u8
            case .uint16: .u16
            case .uint32: .u32
            case .sint8: .i8
            case .sint16: .i16
            case .sint32: .i32
            }
        }

        /// The elements of textures, as kernels spell them, that read and write it.
        package var kernelElements: [String] {
            switch self {
            case .float32, .float16, .unorm8: ["float", "half"]
            case .uint8, .uint16: ["uint", "ushort"]
            case .uint32: ["uint"]
            case .sint8, .sint16: ["int", "short"]
            case .sint32: ["int"]
            }
        }
    }

    /// What one channel is.
    package let channel: Channel
    /// Number of channels: 1, 2 or 4.
    package let channelCount: Int

    /// Every format.
    package static let allCases = Channel.allCases.flatMap { channel in
        [1, 2, 4].map { TextureFormat(channel: channel, channelCount: $0) }
    }

    private init(channel: Channel, channelCount: Int) {
        self.channel = channel
        self.channelCount = channelCount
    }

    /// The format of a name; nil where there is none.
    package init?(rawValue: String) {
        guard let known = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = known
    }

    /// The name.
    package var rawValue: String { (["r", "rg", "rgb", "rgba"][channelCount - 1]) + channel.spelling }

    /// Bytes of one texel.
    package var byteSize: Int { channel.element.byteSize * channelCount }

    /// The number by which kernels know the format: `KS_FORMAT` of the kernel headers.
    package var code: UInt32 { UInt32(channel.rawValue * 8 + channelCount) }
}
