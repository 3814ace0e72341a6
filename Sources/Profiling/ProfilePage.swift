import Evaluation
import GPUTiming

/// A profile as one page that needs nothing else: no script, no network, every text escaped.
package enum ProfilePage {
    /// Launches whose history is drawn.
    private static let drawnLaunches = 4

    /// The page's text.
    package static func html(of report: ProfileReport) -> String {
        let summary = report.profile.summary
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(Markup.escape(report.title)) on \(Markup.escape(summary.gpu))</title>
            <style>
            \(PageStyle.css)
            </style>
            </head>
            <body>
            <main>
            <header>
            <h1>\(Markup.escape(report.title))</h1>
            <p class="facts">\(facts(report))</p>
            <p class="bottleneck"><strong>\(Markup.escape(summary.bottleneck.kind.rawValue))</strong> \
            \(Markup.escape(summary.bottleneck.sentence))</p>
            </header>
            \(difference(report.diff))
            <div class="cards">
            \(roofline(report))
            <section class="card"><h2>Where warps wait</h2>\(StallChart(stalls: summary.stalls).html)</section>
            \(histories(report))
            </div>
            \(findings(summary.findings ?? []))
            \(launches(report))
            \(source(report.annotated))
            \(metrics(summary))
            </main>
            </body>
            </html>

            """
    }

    /// The line below the title.
    private static func facts(_ report: ProfileReport) -> String {
        let summary = report.profile.summary
        var facts = [
            Markup.time(summary.nanoseconds), "size \(summary.size)", report.hardware.title,
            "\(Markup.percent(summary.estimatedShare)) of whose parameters are estimates",
        ]
        if summary.samplingError > 0 {
            facts.append("sampling error \(Markup.number(summary.samplingError * 100, 2)) %")
        }
        if !report.point.isEmpty { facts.append("at \(report.point)") }
        return facts.map(Markup.escape).joined(separator: " · ")
    }

    /// What changed against another kernel.
    private static func difference(_ diff: SummaryDiff?) -> String {
        guard let diff else { return "" }
        let lines = diff.text.split(separator: "\n", omittingEmptySubsequences: false).map { Markup.escape(String($0)) }
        return
            "<section><h2>Against the other kernel</h2><pre class=\"wrap\">\(lines.joined(separator: "\n"))</pre></section>"
    }

    /// The roofline's card.
    private static func roofline(_ report: ProfileReport) -> String {
        let roofline = Roofline(report.profile.summary, on: report.hardware)
        guard let drawing = RooflineChart(roofline: roofline).svg else { return "" }
        let rates =
            "\(Markup.short(roofline.achieved)) of \(Markup.short(roofline.peak)) GFLOP/s. Roofs: device memory "
            + "\(Markup.number(roofline.memory, 0)) GB/s, L2 \(Markup.number(roofline.cache, 0)) GB/s (thin)."
        return
            "<section class=\"card\"><h2>Roofline</h2>\(drawing)<p class=\"note\">\(Markup.escape(rates))</p></section>"
    }

    /// Warps and memory over time, for the longest launches.
    private static func histories(_ report: ProfileReport) -> String {
        let order = report.profile.launches.indices.sorted { left, right in
            (-report.profile.launches[left].nanoseconds, left) < (-report.profile.launches[right].nanoseconds, right)
        }
        var out = ""
        for index in order.prefix(drawnLaunches).sorted() {
            let launch = report.profile.launches[index]
            guard let timeline = launch.timeline else { continue }
            let chart = ResidencyChart(
                timeline: timeline, warps: report.hardware.core.warps, clock: report.hardware.clockMHz)
            let kernel = report.profile.kernels.indices.contains(index) ? report.profile.kernels[index] : ""
            guard let states = chart.states else { continue }
            out += "<section class=\"card\"><h2>Occupancy: \(Markup.escape(kernel))</h2>\(states)"
            if let traffic = chart.traffic {
                out += traffic + "<p class=\"note\">Bytes per cycle of one core: <span class=\"k l2\">L2</span>, "
                out += "<span class=\"k read\">read from</span> and <span class=\"k written\">written to</span> device "
                out += "memory. Colours of warps are those of the stalls, issuing at the bottom.</p>"
            }
            out += "</section>"
        }
        return out
    }

    /// What the rules found.
    private static func findings(_ findings: [Finding]) -> String {
        let findings = findings.filter { $0.gain.map { $0 >= 0.005 } ?? true }
        guard !findings.isEmpty else { return "" }
        let items = findings.map { finding in
            let gain = finding.gain.map { "saves at most \(Markup.percent($0))" } ?? "explains"
            let places = finding.lines.map { "<a href=\"#line-\($0)\">line \($0)</a>" }.joined(separator: ", ")
            let evidence = finding.evidence.map { "\($0.key) \(Markup.short($0.value))" }.joined(separator: ", ")
            return "<li><p><strong>\(Markup.escape(finding.rule))</strong> <span class=\"gain\">\(gain)</span></p>"
                + "<p>\(Markup.escape(finding.sentence)) \(places)</p><p class=\"note\">\(Markup.escape(evidence))</p></li>"
        }
        return "<section><h2>What would help</h2><ol class=\"findings\">\(items.joined())</ol></section>"
    }

    /// The launches.
    private static func launches(_ report: ProfileReport) -> String {
        let rows = report.profile.summary.launches.enumerated().map { index, launch in
            let kernel = report.profile.kernels.indices.contains(index) ? report.profile.kernels[index] : ""
            let cells = [
                "\(index + 1)", kernel, Markup.time(launch.nanoseconds), "\(launch.threadgroups)",
                "\(launch.threadsPerThreadgroup)", Markup.number(launch.waves), Markup.percent(launch.occupancy.share),
                launch.occupancy.limiter.rawValue, "\(launch.occupancy.registersPerThread)",
            ]
            return "<tr>\(cells.map { "<td>\(Markup.escape($0))</td>" }.joined())</tr>"
        }
        let titles = [
            "", "kernel", "time", "threadgroups", "threads each", "waves", "occupancy", "limited by", "registers",
        ]
        return table("Launches", titles, rows.joined(), style: "figures")
    }

    /// The annotated source.
    private static func source(_ source: AnnotatedSource) -> String {
        let rows = source.lines.map { line in
            let cost = line.cost
            let stall = cost?.stallShare ?? 0
            let shade = stall > 0 ? " heat\(min(5, 1 + Int(stall * 10)))" : ""
            let cells = [
                (stall > 0 ? Markup.percent(stall) : "", "num" + shade),
                ((cost?.trafficShare ?? 0) > 0 ? Markup.percent(cost?.trafficShare ?? 0) : "", "num"),
                ((cost?.conflicts ?? 0) >= 1 ? Markup.short(cost?.conflicts ?? 0) : "", "num extra"),
                (cost == nil ? "" : Markup.percent(line.instructionShare), "num extra"),
            ].map { "<td class=\"\($0.1)\">\($0.0)</td>" }
            return "<tr id=\"line-\(line.number)\">\(cells.joined())<th scope=\"row\">\(line.number)</th>"
                + "<td class=\"code\">\(Markup.escape(line.text))</td></tr>"
        }
        let head =
            "<th scope=\"col\">stalls</th><th scope=\"col\">sectors</th><th scope=\"col\" class=\"extra\">conflicts</th>"
            + "<th scope=\"col\" class=\"extra\">instr</th><th scope=\"col\">line</th><th scope=\"col\">source</th>"
        return
            "<section><h2>Source</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Annotated source\">"
            + "<table class=\"source\"><thead><tr>\(head)</tr></thead><tbody>\(rows.joined(separator: "\n"))</tbody></table>"
            + "</div></section>"
    }

    /// Every metric under the vendor's name.
    private static func metrics(_ summary: TraceSummary) -> String {
        let rows = summary.counters.map { metric in
            let value = metric.value.map { Markup.short($0) } ?? "not simulated"
            return "<tr><td>\(Markup.escape(metric.key))</td><td class=\"num\">\(value)</td>"
                + "<td>\(Markup.escape(metric.name ?? ""))</td></tr>"
        }
        let head =
            "<tr><th scope=\"col\">metric</th><th scope=\"col\">value</th><th scope=\"col\">vendor's name</th></tr>"
        return "<details><summary>All \(summary.counters.count) metrics</summary><div class=\"scroll\" tabindex=\"0\" "
            + "role=\"region\" aria-label=\"Metrics\"><table class=\"figures\"><thead>\(head)</thead>"
            + "<tbody>\(rows.joined(separator: "\n"))</tbody></table></div></details>"
    }

    /// A table with a heading.
    private static func table(_ title: String, _ titles: [String], _ rows: String, style: String) -> String {
        let head = titles.map { "<th scope=\"col\">\(Markup.escape($0))</th>" }.joined()
        return "<section><h2>\(title)</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(title)\">"
            + "<table class=\"\(style)\"><thead><tr>\(head)</tr></thead><tbody>\(rows)</tbody></table></div></section>"
    }
}
