/// Text that goes into a page or a terminal; kernels and names are untrusted.
package enum Markup {
    /// `text` as HTML text or attribute value.
    package static func escape(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(visible(scalar))
            }
        }
        return out
    }

    /// `text` for a terminal: no control character survives, a tab is four spaces.
    package static func plain(_ text: String) -> String {
        var out = ""
        for scalar in text.unicodeScalars {
            if scalar == "\t" { out += "    " } else { out.unicodeScalars.append(visible(scalar)) }
        }
        return out
    }

    /// A scalar that shows itself and changes nothing around it: controls and marks of direction become U+FFFD.
    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x09: scalar
        case 0x00..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: "\u{FFFD}"
        default: scalar
        }
    }

    /// A JSON string, quotes included.
    package static func json(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }

    /// A number with at most `digits` digits after the point, the same on every host.
    package static func number(_ value: Double, _ digits: Int = 2) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "0" }
        let scale = (0..<digits).reduce(1.0) { sum, _ in sum * 10 }
        let scaled = Int64((abs(value) * scale).rounded())
        guard scaled != 0 else { return "0" }
        let (whole, part) = (scaled / Int64(scale), scaled % Int64(scale))
        var text = "\(whole)"
        if part > 0 {
            let rest = String(part)
            var tail = String(repeating: "0", count: digits - rest.count) + rest
            while tail.hasSuffix("0") { tail.removeLast() }
            text += "." + tail
        }
        return value < 0 ? "-" + text : text
    }

    /// A number short enough for a column: 1.23M.
    package static func short(_ value: Double) -> String {
        switch abs(value) {
        case 1e9...: number(value / 1e9) + "G"
        case 1e6...: number(value / 1e6) + "M"
        case 1e4...: number(value / 1e3, 1) + "k"
        default: number(value)
        }
    }

    /// "37 %", or "<1 %" for what is not nothing.
    package static func percent(_ share: Double) -> String {
        let whole = Int((min(max(share, 0), 10) * 100).rounded())
        return whole == 0 && share > 0 ? "<1 %" : "\(whole) %"
    }

    /// A time with its unit.
    package static func time(_ nanoseconds: Double) -> String {
        switch nanoseconds {
        case ..<1e3: number(nanoseconds, 0) + " ns"
        case ..<1e6: number(nanoseconds / 1e3, 1) + " us"
        default: number(nanoseconds / 1e6, 2) + " ms"
        }
    }
}
