package import Foundation
import Crypto

/// A SHA-256 value: the name of a body, or the hash of an entry.
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// The 32 bytes.
    package let bytes: Data

    /// 32 zero bytes: what the first entry of a chain follows.
    package static let zero = Fingerprint(unchecked: Data(repeating: 0, count: 32))

    /// A fingerprint from 32 stored bytes; nil for any other number of bytes.
    package init?(bytes: Data) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// A fingerprint from 64 lowercase hexadecimal digits; nil for anything else.
    package init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { return nil }
        var bytes = Data(capacity: 32)
        for position in stride(from: 0, to: 64, by: 2) {
            guard let high = Self.value(of: digits[position]), let low = Self.value(of: digits[position + 1]) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    /// The fingerprint of `content`.
    package init(of content: Data) {
        self.bytes = Data(SHA256.hash(data: content))
    }

    /// Bytes whose number the caller knows to be 32.
    private init(unchecked bytes: Data) {
        self.bytes = bytes
    }

    /// 64 lowercase hexadecimal digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The hexadecimal form.
    package var description: String { hex }

    /// The value of one lowercase hexadecimal digit.
    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
