import Dispatch
import Foundation
import Swarm

/// Turns Ctrl-C and SIGTERM into a clean stop; a second one ends the process at once, which a resume survives too.
struct Interruption {
    private let sources: [any DispatchSourceSignal]

    init(stop: StopSignal) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if stop.isRequested { exit(ExitStatus.stopped.rawValue) }
                Console.error("\nstopping; once more ends at once")
                stop.request()
            }
            source.resume()
            return source
        }
    }
}
