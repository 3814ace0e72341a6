import Foundation

/// When to send a failed request again, and after how long.
///
/// The rules of the official OpenAI client: 0.5 s doubling up to 8 s, less up to a quarter at random; a server's
/// `retry-after-ms` or `retry-after` counts instead when it is reasonable; `x-should-retry` overrules the status.
package struct RetryPolicy: Hashable, Sendable {
    /// The most times a request is sent again.
    package var maxRetries: Int
    /// The first wait, in milliseconds.
    package var firstWait: Int
    /// The longest wait of our own choosing, in milliseconds.
    package var longestWait: Int
    /// The longest wait that a server may ask for, in milliseconds; beyond it the request fails at once.
    package var longestServerWait: Int

    /// A policy; waits are in milliseconds.
    package init(
        maxRetries: Int = 4, firstWait: Int = 500, longestWait: Int = 8000, longestServerWait: Int = 120_000
    ) {
        self.maxRetries = maxRetries
        self.firstWait = firstWait
        self.longestWait = longestWait
        self.longestServerWait = longestServerWait
    }

    /// What to do after a failure.
    enum Decision: Hashable {
        /// Send again after this many milliseconds.
        case retry(afterMilliseconds: Int)
        /// Give up; the reason is for the message, nil when the failure speaks for itself.
        case stop(reason: String?)
    }

    /// What to do after attempt number `attempt` (from 1) of request `id` failed with `code`.
    ///
    /// `headers` are the answer's, names in lower case; empty when no answer came.
    func decision(after code: ModelFailure.Code, attempt: Int, headers: [String: String], id: String) -> Decision {
        guard mayRepeat(code, headers: headers) else { return .stop(reason: nil) }
        guard attempt <= maxRetries else { return .stop(reason: nil) }
        if let asked = serverWait(headers) {
            guard asked <= longestServerWait else {
                return .stop(
                    reason:
                        "the server asks to wait \(asked / 1000) s, longer than the \(longestServerWait / 1000) s allowed"
                )
            }
            return .retry(afterMilliseconds: asked)
        }
        return .retry(afterMilliseconds: ownWait(attempt: attempt, id: id))
    }

    /// Whether a failure of this sort can pass by itself.
    private func mayRepeat(_ code: ModelFailure.Code, headers: [String: String]) -> Bool {
        // No money stays no money, whatever a gateway in between advises.
        guard ![.quota, .auth, .cancelled].contains(code) else { return false }
        switch headers["x-should-retry"] {
        case "true": return true
        case "false": return false
        default: return [.rate, .overload, .network, .timeout, .server].contains(code)
        }
    }

    /// The wait a server asked for, in milliseconds; nil when it asked for none that can be read.
    private func serverWait(_ headers: [String: String]) -> Int? {
        if let text = headers["retry-after-ms"], let wait = milliseconds(text, unit: 1) { return wait }
        guard let text = headers["retry-after"] else { return nil }
        if let wait = milliseconds(text, unit: 1000) { return wait }
        // A date is measured against the server's own clock, so that this machine's does not matter.
        guard let until = httpDate(text), let now = headers["date"].flatMap(httpDate) else { return nil }
        return milliseconds(String(until.timeIntervalSince(now)), unit: 1000)
    }

    /// A positive decimal number of `unit` milliseconds, rounded up; nil for anything else.
    private func milliseconds(_ text: String, unit: Double) -> Int? {
        guard let number = Double(text.trimmingCharacters(in: .whitespaces)), number.isFinite, number > 0 else {
            return nil
        }
        return Int(min((number * unit).rounded(.up), 1e15))
    }

    /// A date in the form HTTP servers send, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    private func httpDate(_ text: String) -> Date? {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return format.date(from: text)
    }

    /// Our own wait: doubling, capped, less up to a quarter drawn from the request's id, so that reruns wait alike.
    private func ownWait(attempt: Int, id: String) -> Int {
        let doublings = min(max(0, attempt - 1), 20)
        let (grown, overflow) = max(0, firstWait).multipliedReportingOverflow(by: 1 << doublings)
        let wait = overflow ? longestWait : min(grown, longestWait)
        // FNV-1a, 64 bits; the high bits are the well mixed ones.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in "\(id)#\(attempt)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let share = Int(hash >> 54)  // 0 ..< 1024
        return wait - Int(Double(wait) * 0.25 * Double(share) / 1024)
    }
}
