import Dispatch
import Foundation

/// Ctrl-C asks the work to stop, so that it removes what it had half written; a second Ctrl-C ends the process at once.
enum Interruption {
    static func cancelOnInterrupt(_ work: @escaping @Sendable () async -> Int32) async -> Never {
        let task = Task { await work() }
        signal(SIGINT, SIG_IGN)
        signal(SIGTERM, SIG_IGN)
        let queue = DispatchQueue(label: "interruption")
        let sources = [SIGINT, SIGTERM].map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if task.isCancelled { _exit(128 + number) }
                task.cancel()
                // A fit of libsvm's ends only by itself.
                if StandardError.isTerminal { StandardError.write("\nStopping; press Ctrl-C again to end at once.\n") }
            }
            source.resume()
            return source
        }
        let status = await task.value
        withExtendedLifetime(sources) {}
        exit(status)
    }
}
