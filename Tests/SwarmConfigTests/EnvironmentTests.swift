import StrictYAML
import Testing

@Suite("Environment variables in YAML")
struct EnvironmentTests {
    /// The environment of every test here.
    private static let environment = ["NAME": "swarm", "COUNT": "3", "EMPTY": "", "TRICKY": "a: [b] ${NAME}"]

    @Test(
        "references are replaced",
        arguments: [
            ("${NAME}", "'swarm'"), ("a-${NAME}-b", "'a-swarm-b'"), ("${COUNT}", "3"), ("'${COUNT}'", "'3'"),
            ("${MISSING:-7}", "7"), ("${EMPTY:-x}", "'x'"), ("${EMPTY}", "null"), ("'${EMPTY}'", "''"),
            ("${MISSING:-}", "null"), ("${NAME:?needed}", "'swarm'"), ("$$5", "'$5'"), ("$${NAME}", "'${NAME}'"),
            ("${TRICKY}", "'a: [b] ${NAME}'"),
        ])
    func replaced(text: String, meaning: String) {
        #expect(shown(tree("key: \(text)", environment: Self.environment)) == "{key: \(meaning)}")
    }

    @Test("without an environment a dollar sign is an ordinary character")
    func off() {
        #expect(shown(tree("key: ${NAME} $5")) == "{key: '${NAME} $5'}")
    }

    @Test("keys and free blocks are left alone")
    func leftAlone() {
        #expect(shown(tree("x-a: ${MISSING}\n${NAME}: 1", environment: Self.environment)) == "{${NAME}: 1}")
    }

    @Test("every bad reference is reported at its own column")
    func problems() {
        let text = """
            a: "${MISSING} and ${EMPTY:?give a server}"
            b: [$NAME, "${NA ME}", "${OPEN"]
            c: |
              text
              of ${LATER:?}
            """
        #expect(
            findings(text, environment: Self.environment) == [
                """
                a.yaml:1:5: error: environment variable 'MISSING' is not set
                  1 | a: "${MISSING} and ${EMPTY:?give a server}"
                    |     ^
                    = set it, or give a default: ${MISSING:-value}
                """,
                """
                a.yaml:1:20: error: environment variable 'EMPTY' is empty: give a server
                  1 | a: "${MISSING} and ${EMPTY:?give a server}"
                    |                    ^
                """,
                """
                a.yaml:2:5: error: '$' is not followed by '{' or '$'
                  2 | b: [$NAME, "${NA ME}", "${OPEN"]
                    |     ^
                    = write ${NAME}, ${NAME:-default}, ${NAME:?message}, or $$ for a dollar sign
                """,
                """
                a.yaml:2:13: error: '${NA ME}' is not a variable reference
                  2 | b: [$NAME, "${NA ME}", "${OPEN"]
                    |             ^
                    = write ${NAME}, ${NAME:-default}, ${NAME:?message}, or $$ for a dollar sign
                """,
                """
                a.yaml:2:25: error: '${OPEN' has no closing '}'
                  2 | b: [$NAME, "${NA ME}", "${OPEN"]
                    |                         ^
                    = write ${NAME}, ${NAME:-default}, ${NAME:?message}, or $$ for a dollar sign
                """,
                """
                a.yaml:5:6: error: environment variable 'LATER' is not set
                  5 |   of ${LATER:?}
                    |      ^
                    = set it, or give a default: ${LATER:-value}
                """,
            ])
    }
}
