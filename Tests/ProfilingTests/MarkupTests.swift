import Profiling
import Testing

@Suite struct MarkupTests {
    @Test("nothing of a text is markup, and nothing steers a terminal")
    func escape() {
        #expect(
            Markup.escape("<a href='x' title=\"y\">&</a>")
                == "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;&lt;/a&gt;")
        #expect(Markup.escape("a\u{0}b\u{202E}c\u{9B}d") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d")
        #expect(Markup.plain("\tx\u{1B}[31my") == "    x\u{FFFD}[31my")
        #expect(Markup.json("a\"b\\c\n") == "\"a\\\"b\\\\c\\u000a\"")
    }

    @Test("figures", arguments: [(0.0, "0"), (1.5, "1.5"), (-0.004, "0"), (-2.25, "-2.25"), (12.0, "12"), (.nan, "0")])
    func number(value: Double, text: String) {
        #expect(Markup.number(value) == text)
    }

    @Test("shares and counts")
    func columns() {
        #expect(Markup.percent(0.004) == "<1 %")
        #expect(Markup.percent(0.375) == "38 %")
        #expect(Markup.percent(0) == "0 %")
        #expect(Markup.short(12_340) == "12.3k")
        #expect(Markup.short(2_500_000) == "2.5M")
        #expect(Markup.time(31_666_010) == "31.67 ms")
    }
}
