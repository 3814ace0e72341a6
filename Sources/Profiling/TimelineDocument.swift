import Evaluation
import GPUTiming

/// A profile's history in the trace-event format that Perfetto and Chrome open, bounded in size.
///
/// One process per launch, which is one core of it: a track per resident threadgroup and per resident warp, and counters
/// for warps by state and for memory traffic. Time is the model's, in microseconds; launches follow one another.
package enum TimelineDocument {
    /// Most bytes that a document has: of spans and stays 10,000 per launch are kept, of launches the first eight.
    package static let launchLimit = 8

    /// The document's text.
    package static func json(of report: ProfileReport) -> String {
        var events: [String] = []
        var offset = 0.0
        for (index, launch) in report.profile.launches.prefix(launchLimit).enumerated() {
            guard let timeline = launch.timeline else { continue }
            let kernel = report.profile.kernels.indices.contains(index) ? report.profile.kernels[index] : ""
            let writer = Writer(process: index + 1, offset: offset, clock: report.hardware.clockMHz)
            events += writer.events(timeline, title: "launch \(index + 1): \(kernel), one core of \(launch.cores)")
            offset += timeline.cycles / report.hardware.clockMHz
        }
        let left = max(0, report.profile.launches.count - launchLimit)
        let other = [
            ("gpu", Markup.json(report.hardware.name)), ("size", Markup.json(report.profile.summary.size)),
            ("kernel", Markup.json(report.title)), ("launches_left_out", "\(left)"),
        ]
        let facts = other.map { "\(Markup.json($0.0)):\($0.1)" }.joined(separator: ",")
        return """
            {"displayTimeUnit":"ns","otherData":{\(facts)},"traceEvents":[
            \(events.joined(separator: ",\n"))
            ]}

            """
    }
}

/// Writes the events of one launch.
private struct Writer {
    /// Number of the launch, which stands for a process.
    let process: Int
    /// Microsecond at which the launch begins.
    let offset: Double
    /// Cycles of a microsecond.
    let clock: Double

    /// Threads that stand for resident places of threadgroups begin here.
    private static let groupTracks = 1
    /// Threads that stand for warps begin here.
    private static let warpTracks = 1000

    /// All events.
    func events(_ timeline: CoreTimeline, title: String) -> [String] {
        var events = [meta("process_name", 0, title)]
        for place in Set(timeline.stays.map(\.place)).sorted() {
            events.append(meta("thread_name", Self.groupTracks + place, "threadgroup place \(place)"))
        }
        for slot in Set(timeline.spans.map(\.slot)).sorted() {
            events.append(meta("thread_name", Self.warpTracks + slot, "warp \(slot)"))
        }
        for stay in timeline.stays {
            events.append(
                slice("threadgroup \(stay.index)", Self.groupTracks + stay.place, stay.start, stay.end, line: 0))
        }
        for span in timeline.spans {
            events.append(slice(span.reason.title, Self.warpTracks + span.slot, span.start, span.end, line: span.line))
        }
        for (index, bin) in timeline.bins.enumerated() {
            let start = Double(index) * timeline.binCycles
            let states = StallReason.allCases.map {
                "\(Markup.json($0.title)):\(Markup.number(bin.warps[Int($0.rawValue)]))"
            }
            events.append(counter("warps by state", start, states))
            events.append(
                counter(
                    "bytes per cycle", start,
                    [
                        "\"L2\":\(Markup.number(bin.cacheBytes / timeline.binCycles))",
                        "\"device memory read\":\(Markup.number(bin.readBytes / timeline.binCycles))",
                        "\"device memory written\":\(Markup.number(bin.writtenBytes / timeline.binCycles))",
                    ]))
        }
        return events
    }

    /// A cycle as a microsecond of the document.
    private func time(_ cycle: Double) -> String { Markup.number(offset + cycle / clock, 4) }

    /// A name for a process or a thread.
    private func meta(_ kind: String, _ thread: Int, _ name: String) -> String {
        "{\"ph\":\"M\",\"pid\":\(process),\"tid\":\(thread),\"name\":\"\(kind)\",\"args\":{\"name\":\(Markup.json(name))}}"
    }

    /// A slice of a track.
    private func slice(_ name: String, _ thread: Int, _ start: Double, _ end: Double, line: Int) -> String {
        let duration = Markup.number(max(0, end - start) / clock, 4)
        let place = line > 0 ? ",\"args\":{\"line\":\(line)}" : ""
        return "{\"ph\":\"X\",\"pid\":\(process),\"tid\":\(thread),\"ts\":\(time(start)),\"dur\":\(duration),"
            + "\"name\":\(Markup.json(name))\(place)}"
    }

    /// A sample of a counter.
    private func counter(_ name: String, _ start: Double, _ values: [String]) -> String {
        "{\"ph\":\"C\",\"pid\":\(process),\"tid\":0,\"ts\":\(time(start)),\"name\":\(Markup.json(name)),"
            + "\"args\":{\(values.joined(separator: ","))}}"
    }
}
