package import Diagnostics

extension DesignSpace {
    /// Reads the `tune` and `constraint` lines of a kernel text; all mistakes are reported at once.
    ///
    /// - Parameters:
    ///   - text: The kernel's text.
    ///   - file: The file as the user named it.
    ///   - constants: Names beside the tunables that constraints may use, with their values.
    package init(
        parsing text: String, file: String, constants: [String: Int] = [:]
    ) throws(DiagnosticError) {
        var reader = Reader(source: KernelLines(text, file: file), constants: constants)
        reader.read()
        guard reader.problems.isEmpty else { throw DiagnosticError(reader.problems) }
        self.init(checked: reader.parameters, constraints: reader.constraints)
    }

    /// A `// tune: …` or `// constraint: …` comment found in a line.
    struct Annotation {
        /// Which comment it is.
        enum Keyword { case tune, tuneChoice, constraint }
        /// Which comment it is.
        let keyword: Keyword
        /// What stands before the `//`.
        let code: Substring
        /// What follows the colon.
        let content: Substring
        /// The text from `//` up to and with the colon.
        let opening: Substring

        /// The annotation in `line`, nil when there is none.
        init?(line: Substring) {
            guard let slash = line.firstIndex(of: "/"), line[slash...].hasPrefix("//") else { return nil }
            let comment = line[slash...].dropFirst(2).drop { $0 == " " || $0 == "\t" }
            let spellings: [(String, Keyword)] = [
                ("tune", .tune), ("tune(choice)", .tuneChoice), ("constraint", .constraint),
            ]
            guard let colon = comment.firstIndex(of: ":") else { return nil }
            let word = comment[..<colon].trimmed
            guard let found = spellings.first(where: { $0.0 == word }) else { return nil }
            keyword = found.1
            code = line[..<slash]
            content = line[line.index(after: colon)...]
            opening = line[slash...colon]
        }
    }

    /// Collects parameters, constraints and mistakes of one text.
    private struct Reader {
        /// The kernel's lines.
        let source: KernelLines
        /// Names with fixed values.
        let constants: [String: Int]
        /// What has been read.
        var parameters: [DesignParameter] = []
        /// The constraints that resolved.
        var constraints: [Constraint] = []
        /// Every mistake so far.
        var problems: [Diagnostic] = []
        /// Number of points so far.
        private var pointCount = 1
        /// Constraints, which may use tunables declared later in the text.
        private var pending: [(line: Int, column: Int, content: Substring)] = []

        /// A reader at the start of `source`.
        init(source: KernelLines, constants: [String: Int]) {
            self.source = source
            self.constants = constants
        }

        /// Reads every line.
        mutating func read() {
            for (line, text) in source.lines.enumerated() {
                guard text.utf8.count <= 4096, let annotation = Annotation(line: text) else { continue }
                let code = annotation.code.trimmed
                if annotation.keyword == .constraint {
                    let content = annotation.content.trimmed
                    let column = text.distance(from: text.startIndex, to: content.startIndex)
                    if code.isEmpty { pending.append((line, column, content)) }
                } else if code.isEmpty || code.hasPrefix("#define") {
                    readTunable(annotation, line: line, text: text)
                }
            }
            for constraint in pending { readConstraint(constraint.content, constraint.line, constraint.column) }
        }

        /// Reads `NAME = v1 | v2 | …`.
        private mutating func readTunable(_ annotation: Annotation, line: Int, text: Substring) {
            func column(_ index: Substring.Index) -> Int { text.distance(from: text.startIndex, to: index) }
            guard let equals = annotation.content.firstIndex(of: "=") else {
                report(
                    "expected 'NAME = value | value' after '\(annotation.opening)'", line,
                    column(annotation.content.startIndex))
                return
            }
            let name = annotation.content[..<equals].trimmed
            let nameColumn = column(name.startIndex)
            guard name.isIdentifier else {
                report(
                    "'\(name.prefix(80))' is not a name for a tunable", line, nameColumn, hint: "letters, digits and _")
                return
            }
            if parameters.contains(where: { $0.name == name }) {
                report("tunable '\(name)' is declared twice", line, nameColumn)
                return
            }
            if constants[String(name)] != nil {
                report("'\(name)' is a size of the task and cannot be a tunable", line, nameColumn)
                return
            }
            var values: [Int] = []
            for part in annotation.content[annotation.content.index(after: equals)...]
                .split(separator: "|", omittingEmptySubsequences: false)
            {
                let word = part.trimmed
                let wordColumn = column(word.isEmpty ? part.startIndex : word.startIndex)
                guard let value = Int(word) else {
                    report("'\(word.prefix(80))' is not an integer value of tunable '\(name)'", line, wordColumn)
                    return
                }
                guard !values.contains(value) else {
                    report("value \(value) of tunable '\(name)' is listed twice", line, wordColumn)
                    return
                }
                values.append(value)
            }
            let code = annotation.code.trimmed
            if !code.isEmpty {
                let words = code.split { $0.isWhitespace }
                guard words.count == 3, words[1] == name, values.count == 1, Int(words[2]) == values[0] else {
                    report(
                        "a tunable beside a '#define' must have that one value", line,
                        column(annotation.code.startIndex))
                    return
                }
            }
            guard values.count <= DesignSpace.maximumValues else {
                report("tunable '\(name)' has more than \(DesignSpace.maximumValues) values", line, nameColumn)
                return
            }
            let (product, overflow) = pointCount.multipliedReportingOverflow(by: values.count)
            guard parameters.count < DesignSpace.maximumParameters, !overflow, product <= DesignSpace.maximumPoints
            else {
                report(
                    "the design space is too large", line, nameColumn,
                    hint: "at most \(DesignSpace.maximumParameters) tunables and \(DesignSpace.maximumPoints) points")
                return
            }
            pointCount = product
            let kind: DesignParameter.Kind = annotation.keyword == .tuneChoice ? .choice : .ordinal
            parameters.append(DesignParameter(name: String(name), values: values, kind: kind))
        }

        /// Reads one constraint and resolves its names.
        private mutating func readConstraint(_ content: Substring, _ line: Int, _ column: Int) {
            let expression: Expression
            do {
                expression = try Expression(parsing: String(content))
            } catch {
                problems.append(source.diagnostic(error, line: line, column: column))
                return
            }
            if expression.hasDecimals {
                report("a constraint must be an integer expression", line, column)
                return
            }
            var slots: [Constraint.Slot] = []
            for name in expression.names {
                if let index = parameters.firstIndex(where: { $0.name == name }) {
                    slots.append(.parameter(index))
                } else if let value = constants[name] {
                    slots.append(.constant(value))
                } else {
                    let near = nearestName(to: name, among: parameters.map(\.name) + constants.keys.sorted())
                    report(
                        "unknown name '\(name)' in constraint '\(content.prefix(120))'", line, column,
                        hint: near.map { "did you mean '\($0)'?" })
                    return
                }
            }
            constraints.append(Constraint(expression: expression, slots: slots))
        }

        /// Adds a mistake.
        private mutating func report(_ message: String, _ line: Int, _ column: Int, hint: String? = nil) {
            problems.append(source.diagnostic(message, line: line, column: column, hint: hint))
        }
    }
}
