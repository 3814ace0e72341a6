package import Diagnostics
import StrictYAML

extension LaunchPlan {
    /// Reads the launch plan of a kernel text; all mistakes are reported at once at the text's own lines.
    package init(parsing text: String, file: String) throws(DiagnosticError) {
        let source = SourceText(file: file, text: text)
        let bytes = Array(text.utf8)
        var scanner = CommentScanner(bytes)
        var found: [Range<Int>] = []
        var start = 0
        while let piece = scanner.next() {
            if case .blockComment(let comment) = piece, Self.isPlanComment(String(decoding: comment, as: UTF8.self)) {
                found.append(start..<scanner.position)
            }
            start = scanner.position
        }
        guard let comment = found.first else {
            throw DiagnosticError([
                source.diagnostic(
                    at: source.location(line: 1, column: 1), "the kernel has no launch plan",
                    hint: "add a comment '/* launch-plan' with 'launches:'")
            ])
        }
        if found.count > 1 {
            let place = Self.location(of: found[1].lowerBound, bytes, source)
            throw DiagnosticError([source.diagnostic(at: place, "the kernel has a second launch plan")])
        }
        guard comment.count >= 4, bytes[comment].suffix(2) == Array("*/".utf8)[...] else {
            let place = Self.location(of: comment.lowerBound, bytes, source)
            throw DiagnosticError([source.diagnostic(at: place, "the launch plan's comment is not closed by '*/'")])
        }
        let word = Array("launch-plan".utf8)
        var bodyStart = comment.lowerBound + 2
        while !bytes[bodyStart...].starts(with: word) { bodyStart += 1 }
        bodyStart += word.count
        let body = String(decoding: bytes[bodyStart..<(comment.upperBound - 2)], as: UTF8.self)
        let place = Self.location(of: bodyStart, bytes, source)
        let placement = YAMLPlacement(in: source, line: place.line, firstLineShift: place.column - 1)
        self = try YAMLReader.read(body, placement: placement, limits: YAMLLimits(bytes: 1 << 16, nodes: 8192)) {
            Self.read($0, source: source)
        }
    }

    /// The place of a byte of the text.
    private static func location(of byte: Int, _ bytes: [UInt8], _ source: SourceText) -> SourceLocation {
        let before = SourceText(file: source.file, text: String(decoding: bytes[..<byte], as: UTF8.self))
        return source.location(line: before.lines.count, column: (before.lines.last?.count ?? 0) + 1)
    }

    /// Reads the plan's root.
    private static func read(_ root: YAMLReader, source: SourceText) -> LaunchPlan? {
        guard let map = root.mapping("a launch plan", keys: ["temporaries", "launches"]) else { return nil }
        let temporaries = map.optional(
            "temporaries", .list(of: .custom { readTemporary($0) }, count: 0...maximumTemporaries), default: [])
        let launches = map.required(
            "launches", .list(of: .custom { readLaunch($0) }, count: 1...maximumLaunches))
        var seen: Set<String> = []
        for temporary in temporaries where !seen.insert(temporary.name.value).inserted {
            root.error("temporary '\(temporary.name.value)' is declared twice", at: temporary.name.location)
        }
        guard let launches else { return nil }
        return LaunchPlan(temporaries: temporaries, launches: launches, source: source)
    }

    /// Reads one temporary.
    private static func readTemporary(_ reader: YAMLReader) -> Temporary? {
        guard let map = reader.mapping("a temporary", keys: ["name", "type", "count"]) else { return nil }
        let name = map.requiredLocated("name", .identifier)
        let type = map.required("type", YAMLShape<ElementType>.choice)
        let count = map.required("count", .expression(decimals: false))
        guard let name, let type, let count else { return nil }
        return Temporary(name: name, type: type, count: count)
    }

    /// Reads one launch.
    private static func readLaunch(_ reader: YAMLReader) -> Launch? {
        let keys = ["kernel", "when", "threads", "threadgroups", "threadgroup", "threadgroup_memory", "arguments"]
        guard let map = reader.mapping("a launch", keys: keys) else { return nil }
        let axes = YAMLShape.list(of: .expression(decimals: false), count: 1...3)
        let kernel = map.requiredLocated("kernel", .identifier)
        let when = map.optional("when", .expression(decimals: false))
        let threads = map.optional("threads", axes)
        let threadgroups = map.optional("threadgroups", axes)
        let threadgroup = map.required("threadgroup", axes)
        let memory = map.optional("threadgroup_memory", .map(of: .expression(decimals: false)), default: [])
        let arguments = map.optional("arguments", .map(of: .custom { readArgument($0) }), default: [])
        if map.has("threads") == map.has("threadgroups") {
            reader.error("a launch needs either 'threads' or 'threadgroups'")
        }
        var buffers: [(index: Int, bytes: Located<Expression>)] = []
        for entry in memory {
            if let index = Int(entry.key.value), (0...30).contains(index),
                !buffers.contains(where: { $0.index == index })
            {
                buffers.append((index, entry.value))
            } else {
                reader.error(
                    "'\(entry.key.value.prefix(80))' is not the index of a threadgroup buffer", at: entry.key.location,
                    hint: "an index is between 0 and 30")
            }
        }
        for entry in arguments where !entry.key.value.isIdentifier {
            reader.error(
                "'\(entry.key.value.prefix(80))' is not the name of a kernel parameter", at: entry.key.location)
        }
        guard let kernel, let threadgroup, let grid = threads.map(Grid.threads) ?? threadgroups.map(Grid.threadgroups)
        else { return nil }
        return Launch(
            kernel: kernel, when: when, grid: grid, threadgroup: threadgroup, threadgroupMemory: buffers,
            arguments: arguments.compactMap { entry in
                if case .value(let value) = entry.value { (entry.key.value, value) } else { nil }
            },
            textures: arguments.compactMap { entry in
                if case .texture(let value) = entry.value { (entry.key.value, value) } else { nil }
            })
    }

    /// An argument as it is written.
    private enum Argument {
        case value(Located<Expression>)
        case texture(Located<Texture>)
    }

    /// Reads one argument: an expression, or a mapping that describes a texture.
    private static func readArgument(_ reader: YAMLReader) -> Argument? {
        guard reader.isMapping else { return reader.value(.expression(decimals: true)).map { .value($0) } }
        guard let map = reader.mapping("a texture", keys: ["texture", "width", "height", "format"]) else { return nil }
        let memory = map.requiredLocated("texture", .identifier)
        let width = map.required("width", .expression(decimals: false))
        let height = map.required("height", .expression(decimals: false))
        let format = map.required("format", YAMLShape<TextureFormat>.choice)
        guard let memory, let width, let height, let format else { return nil }
        let texture = Texture(memory: memory, width: width, height: height, format: format)
        return .texture(Located(texture, at: reader.location))
    }
}

extension YAMLShape where Value == String {
    /// A C identifier.
    fileprivate static var identifier: YAMLShape {
        YAMLShape.string.then { text, reader in
            if text.isIdentifier { return text }
            reader.error("\(reader.label) must be a name of letters, digits and _, not '\(text.prefix(80))'")
            return nil
        }
    }
}

extension YAMLShape where Value == Located<Expression> {
    /// An expression, with the place of its first character.
    fileprivate static func expression(decimals: Bool) -> YAMLShape {
        YAMLShape<String>.scalarText.then { text, reader in
            // Inside quotes the text begins one character further on.
            let shift = reader.scalar?.isQuoted == true ? 1 : 0
            var place = reader.location
            place.column += shift
            do {
                let expression = try Expression(parsing: text)
                if decimals || !expression.hasDecimals { return Located(expression, at: place) }
                reader.error("\(reader.label) must be an integer expression, not '\(text.prefix(80))'")
            } catch let error as ExpressionError {
                place.column += error.column - 1
                reader.error(error.description, at: place, hint: error.hint)
            } catch {
                reader.error("\(reader.label) is no expression")
            }
            return nil
        }
    }
}
