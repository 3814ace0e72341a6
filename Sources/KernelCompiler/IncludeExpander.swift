import Diagnostics

/// Puts virtual headers in the place of the lines that include them.
///
/// The passes before clang have to see every text, and clang must not open a file; so the headers become part of the one
/// text that goes to clang, line by line, with the place each line came from. `#pragma once` is kept: a header that was
/// surely read before is left out, one that perhaps was (its line stood inside `#if`) is wrapped in a guard of its own.
struct IncludeExpander {
    /// The text with its headers.
    struct Expanded: Sendable {
        /// What the passes see.
        var text: SourceText
        /// Every text that was read, the kernel text first, each once; empty without headers.
        var parts: [SourceText]
    }

    /// Deepest nesting of headers.
    private static let depthLimit = 64
    /// Most bytes of a text with its headers.
    static let byteLimit = 4 << 20

    private let source: KernelSource
    private let headers: [String: VirtualHeader]
    private var output: [UInt8] = []
    private var places: [TextPlace] = []
    private var parts: [SourceText] = []
    private var partNames: Set<String> = []
    /// Headers with `#pragma once` that were put in outside of any condition.
    private var finished: Set<String> = []
    private var guardNumbers: [String: Int] = [:]

    private init(_ source: KernelSource) {
        self.source = source
        var headers: [String: VirtualHeader] = [:]
        for header in source.headers where headers[header.name] == nil { headers[header.name] = header }
        self.headers = headers
    }

    /// Expands `source`.
    static func expand(_ source: KernelSource) throws(CompileFailure) -> Expanded {
        guard !source.headers.isEmpty else {
            return Expanded(text: SourceText(source), parts: [])
        }
        var expander = IncludeExpander(source)
        try expander.append(source, isConditional: false, depth: 0)
        let text = SourceText(expander.output, fileName: source.fileName, places: expander.places)
        return Expanded(text: text, parts: expander.parts)
    }

    /// The header's name in an `#include` at token `index` of `text`, if it is a virtual one.
    static func includedName(at index: Int, in text: SourceText) -> String? {
        guard text.tokens[index].startsDirective, text.text(index + 1) == "include",
            text.tokens.indices.contains(index + 2), text.tokens[index + 2].inDirective,
            text.tokens[index + 2].kind == .string
        else { return nil }
        return String(text.text(index + 2).dropFirst().dropLast())
    }

    private mutating func append(_ part: KernelSource, isConditional: Bool, depth: Int) throws(CompileFailure) {
        let text = SourceText(part)
        if partNames.insert(part.fileName).inserted { parts.append(text) }
        var includes: [Int: (header: VirtualHeader, last: Int, isConditional: Bool)] = [:]
        var nesting = 0
        for index in text.tokens.indices where text.tokens[index].startsDirective {
            switch text.text(index + 1) {
            case "if", "ifdef", "ifndef": nesting += 1
            case "endif": nesting -= 1
            case "include":
                guard let name = Self.includedName(at: index, in: text), let header = headers[name] else { continue }
                includes[text.tokens[index].line] = (header, text.tokens[index + 2].line, isConditional || nesting > 0)
            default: continue
            }
        }
        let lines = part.text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var line = 1
        while line <= lines.count {
            let place = TextPlace(file: part.fileName, line: line)
            if let include = includes[line] {
                guard depth < Self.depthLimit else {
                    throw failure(text, line: line, "headers include one another more than \(Self.depthLimit) deep")
                }
                try append(include.header, isConditional: include.isConditional, place: place, depth: depth + 1)
                line = include.last + 1
                continue
            }
            emit(lines[line - 1], place)
            guard output.count <= Self.byteLimit else {
                throw failure(text, line: line, "the text with its headers has more than \(Self.byteLimit) bytes")
            }
            line += 1
        }
    }

    private mutating func append(
        _ header: VirtualHeader, isConditional: Bool, place: TextPlace, depth: Int
    ) throws(CompileFailure) {
        if finished.contains(header.name) { return emit("".utf8, place) }
        let part = KernelSource(text: header.text, fileName: header.name, dialect: source.dialect)
        let isOnce = Self.saysOnce(SourceText(part))
        if isOnce, !isConditional { finished.insert(header.name) }
        // A header that perhaps was read: the wrapper answers at clang's own time. One that surely is read for the first time
        // outside of conditions may still have been read inside one.
        let number = guardNumbers[header.name]
        let isWrapped = isOnce && (isConditional || number != nil)
        if isWrapped {
            let known = number ?? guardNumbers.count
            guardNumbers[header.name] = known
            emit("#ifndef __ks_once_\(known)".utf8, place)
            emit("#define __ks_once_\(known)".utf8, place)
        }
        try append(part, isConditional: isConditional, depth: depth)
        if isWrapped { emit("#endif".utf8, place) }
    }

    private mutating func emit(_ line: some Sequence<UInt8>, _ place: TextPlace) {
        if !places.isEmpty { output.append(UInt8(ascii: "\n")) }
        output.append(contentsOf: line)
        places.append(place)
    }

    private static func saysOnce(_ text: SourceText) -> Bool {
        text.tokens.indices.contains {
            text.tokens[$0].startsDirective && text.text($0 + 1) == "pragma" && text.text($0 + 2) == "once"
        }
    }

    private func failure(_ text: SourceText, line: Int, _ message: String) -> CompileFailure {
        CompileFailure([text.diagnostic(.error, line: line, column: 1, message)])
    }
}
