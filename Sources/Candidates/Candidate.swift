import Crypto

/// One program that can be evaluated: a kernel's text and a value for each of its tunables.
package struct Candidate: Hashable, Sendable {
    /// Where a candidate came from.
    package enum Origin: String, Hashable, Sendable, Codable {
        /// The task's starting kernel or a baseline.
        case start
        /// Another point of a known text.
        case point
        /// A new text by an edit or a whole new kernel.
        case edit
    }

    /// The kernel's text, annotations included.
    package let text: String
    /// The tunables' values.
    package let point: DesignPoint
    /// Where it came from; no part of its identity.
    package let origin: Origin

    /// A candidate.
    package init(text: String, point: DesignPoint, origin: Origin) {
        self.text = text
        self.point = point
        self.origin = origin
    }

    /// SHA-256 over the point's canonical text, a line feed and the kernel's text, as 64 hexadecimal digits.
    package var identity: String {
        SHA256.hash(data: Array("\(point)\n\(text)".utf8)).hexadecimal
    }

    /// What the compiler is given as `-DNAME=VALUE`, in the order of declaration.
    package var definitions: [(name: String, value: Int)] {
        zip(point.names, point.values).map { ($0, $1) }
    }

    /// The kernel's text with its tunables fixed: it needs no definition from outside.
    ///
    /// Each `// tune: N = 1 | 2` line becomes `#define N 2 // tune: N = 2`, so that line numbers stay true and the
    /// text is still a candidate, of a design space of one point.
    package var bakedText: String {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        return lines.map { line -> String in
            guard line.utf8.count <= 4096, let annotation = DesignSpace.Annotation(line: line),
                annotation.keyword != .constraint, annotation.code.trimmed.isEmpty,
                let equals = annotation.content.firstIndex(of: "=")
            else { return String(line) }
            let name = annotation.content[..<equals].trimmed
            guard let value = point[String(name)] else { return String(line) }
            return "\(annotation.code)#define \(name) \(value) \(annotation.opening) \(name) = \(value)"
        }.joined(separator: "\n")
    }
}

extension SHA256.Digest {
    /// The digest as lower-case hexadecimal digits.
    var hexadecimal: String {
        var text = ""
        for byte in self { text += (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        return text
    }
}
