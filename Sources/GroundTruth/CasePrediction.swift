package import GPUTiming

/// What the model says about one case.
package struct CasePrediction: Sendable {
    /// One launch of the case.
    package struct Part: Sendable {
        /// The launch as the model sees it.
        package let time: LaunchTime
        /// How often it is executed like that.
        package let executions: Int

        /// Nanoseconds of all of them.
        var nanoseconds: Double { time.nanoseconds * Double(executions) }
    }

    /// Name of the case.
    package let name: String
    /// Microseconds as the set measures them: with its event floor, or with what its launches cost.
    package let microseconds: Double
    /// The launches in their order, each once for every state that it is timed in. Never empty.
    package let parts: [Part]
    /// Counters by Nsight name, those that the model simulates.
    package let counters: [String: Double]

    /// The launch that takes most of the case.
    package var time: LaunchTime {
        var longest = parts[0]
        for part in parts.dropFirst() where part.nanoseconds > longest.nanoseconds { longest = part }
        return longest.time
    }
}
