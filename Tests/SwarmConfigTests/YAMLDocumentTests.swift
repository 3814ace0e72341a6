import Diagnostics
import StrictYAML
import Testing

@Suite("Parsing YAML strictly")
struct YAMLDocumentTests {
    @Test(
        "plain scalars follow the YAML 1.2 core schema",
        arguments: [
            ("yes", "'yes'"), ("no", "'no'"), ("on", "'on'"), ("off", "'off'"), ("true", "true"), ("False", "false"),
            ("null", "null"), ("~", "null"), ("", "null"), ("12", "12"), ("-7", "-7"), ("+7", "7"), ("0x1F", "31"),
            ("0o17", "15"), ("017", "17"), ("1_000", "'1_000'"), ("1:30", "'1:30'"), ("1.5", "1.5"), (".5", "0.5"),
            ("1.", "1.0"), ("1e3", "1000.0"), ("e3", "'e3'"), (".inf", "inf"), ("2026-01-01", "'2026-01-01'"),
            ("'12'", "'12'"), ("\"true\"", "'true'"), ("!!str 12", "'12'"), ("0x-1", "'0x-1'"), ("=", "'='"),
            ("99999999999999999999", "1e+20"), ("nan", "'nan'"), ("infinity", "'infinity'"), ("0x1p3", "'0x1p3'"),
        ])
    func scalars(text: String, meaning: String) {
        #expect(shown(tree("key: \(text)")) == "{key: \(meaning)}")
    }

    @Test("an empty document is null")
    func empty() {
        #expect(shown(tree("")) == "null")
        #expect(shown(tree("# nothing\n")) == "null")
    }

    @Test("merge keys are resolved before duplicates are looked for, and may be overridden")
    func mergeKeys() {
        let text = """
            x-base: &base {weight: 1, batch: 4}
            x-more: &more {weight: 9, depth: 2}
            one: {<<: *base, weight: 2}
            two: {<<: [*base, *more], batch: 5}
            """
        #expect(
            shown(tree(text))
                == "{one: {weight: 2, batch: 4}, two: {batch: 5, weight: 1, depth: 2}}")
    }

    @Test("a merge of something that is no mapping is refused")
    func wrongMerge() {
        #expect(
            findings("a:\n  <<: 3\n") == [
                """
                a.yaml:2:7: error: '<<' must be a mapping or a list of mappings, not the whole number 3
                  2 |   <<: 3
                    |       ^
                    = write '<<: *anchor'
                """
            ])
    }

    @Test("keys that begin with x- are free at every level")
    func freeKeys() {
        #expect(shown(tree("x-a: {anything: !!str 1}\nb: {x-c: 1, d: 2}")) == "{b: {d: 2}}")
    }

    @Test("every duplicate key is reported with the line of the first")
    func duplicates() {
        let text = """
            name: a
            "weight": 1
            nested:
              deep: 1
              deep: 2
              deep: 3
            name: b
            weight: 2
            """
        #expect(
            findings(text) == [
                """
                a.yaml:5:3: error: duplicate key 'deep'
                  5 |   deep: 2
                    |   ^
                    = first given on line 4
                """,
                """
                a.yaml:6:3: error: duplicate key 'deep'
                  6 |   deep: 3
                    |   ^
                    = first given on line 4
                """,
                """
                a.yaml:7:1: error: duplicate key 'name'
                  7 | name: b
                    | ^
                    = first given on line 1
                """,
                """
                a.yaml:8:1: error: duplicate key 'weight'
                  8 | weight: 2
                    | ^
                    = first given on line 2
                """,
            ])
    }

    @Test("a duplicate key behind an anchor is still reported")
    func anchoredDuplicate() {
        #expect(
            findings("&a name: 1\nname: 2\n") == [
                """
                a.yaml:1:1: error: duplicate key 'name'
                  1 | &a name: 1
                    | ^
                    = the same key is given again below
                """
            ])
    }

    @Test("tags that could name code are refused")
    func tags() {
        #expect(
            findings("a: !!python/object:os.system ls\nb: !run [x]\n") == [
                """
                a.yaml:1:4: error: tag '!!python/object:os.system' is not allowed
                  1 | a: !!python/object:os.system ls
                    |    ^
                    = files hold data only; remove the tag
                """,
                """
                a.yaml:2:4: error: tag '!run' is not allowed
                  2 | b: !run [x]
                    |    ^
                    = files hold data only; remove the tag
                """,
            ])
    }

    @Test("syntax errors point at their place")
    func syntax() {
        #expect(
            findings("a: [1, 2\nb: 3\n") == [
                """
                a.yaml:2:2: error: invalid YAML: did not find expected ',' or ']' while parsing a flow sequence begun on line 1
                  2 | b: 3
                    |  ^
                """
            ])
        #expect(
            findings("a: b: c\n") == [
                """
                a.yaml:1:5: error: invalid YAML: mapping values are not allowed in this context
                  1 | a: b: c
                    |     ^
                    = quote a text that contains ': ', and check that the keys above have the same indentation
                """
            ])
        #expect(
            findings("a:\n\tb: 1\n") == [
                """
                a.yaml:2:1: error: invalid YAML: found character that cannot start any token while scanning for the next token
                  2 | \tb: 1
                    | ^
                    = indent with spaces, not tabs, and quote a text that starts with '@', '`' or '%'
                """
            ])
        #expect(
            findings("a: 1\n---\nb: 2\n") == [
                """
                a.yaml:2:1: error: invalid YAML: a second document begins here
                  2 | ---
                    | ^
                    = a file holds one document; remove the second '---'
                """
            ])
        #expect(
            findings("a: x\u{1}y\n") == [
                """
                a.yaml:1:5: error: invalid YAML: control characters are not allowed
                  1 | a: x\u{1}y
                    |     ^
                """
            ])
    }

    @Test("columns count characters, not bytes or scalars")
    func columns() {
        let flag = "🇩🇪"
        #expect(
            findings("é\(flag): {a: 1, a: 2}\n") == [
                """
                a.yaml:1:12: error: duplicate key 'a'
                  1 | é\(flag): {a: 1, a: 2}
                    |            ^
                    = first given on line 1
                """
            ])
    }

    @Test("a YAML block inside a kernel reports the kernel's own lines and columns")
    func placement() {
        let kernel = """
            // tune: A = 1 | 2
            /* launch-plan
               name: a
               name: b
            */
            """
        let source = SourceText(file: "k.metal", text: kernel)
        let sink = DiagnosticSink()
        let placement = YAMLPlacement(in: source, line: 3, firstLineShift: 3, shift: 3)
        _ = YAMLDocument("name: a\nname: b\n", placement: placement, into: sink)
        #expect(
            sink.diagnostics.map(\.rendered) == [
                """
                k.metal:4:4: error: duplicate key 'name'
                  4 |    name: b
                    |    ^
                    = first given on line 3
                """
            ])
    }
}
