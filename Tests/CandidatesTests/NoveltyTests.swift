import Candidates
import Testing

@Suite("Novelty")
struct NoveltyTests {
    @Test("sees through comments and white space")
    func same() {
        let plain = "int f() {\n  return 1; // one\n}\n"
        let dressed = "/* hello */ int f() {\n\n\treturn 1;\n}"
        #expect(Novelty.key(plain) == Novelty.key(dressed))
    }

    @Test(
        "keeps what has a meaning",
        arguments: [
            ("int a;", "int b;"), ("// tune: A = 1 | 2", "// tune: A = 1 | 3"),
            ("/* launch-plan\nlaunches: 1 */", "/* launch-plan\nlaunches: 2 */"),
            ("s = \"a // b\";", "s = \"a // c\";"),
            ("#define F (x)\n1", "#define F(x)\n1"), ("#define A \\\n 1\n2", "#define A\n1\n2"), ("a+ +b", "a++ b"),
        ])
    func different(first: String, second: String) {
        #expect(Novelty.key(first) != Novelty.key(second))
    }

    @Test("tells points of one text apart")
    func points() {
        let first = Candidate(text: "x", point: DesignPoint(names: ["A"], values: [1]), origin: .point)
        let second = Candidate(text: "x // y", point: DesignPoint(names: ["A"], values: [2]), origin: .point)
        let third = Candidate(text: "x // y", point: DesignPoint(names: ["A"], values: [1]), origin: .point)
        #expect(Novelty.key(first) != Novelty.key(second))
        #expect(Novelty.key(first) == Novelty.key(third))
    }
}
