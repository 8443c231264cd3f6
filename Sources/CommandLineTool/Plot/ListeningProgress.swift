import Synchronization
import UndertoneAudio

/// How far several long recordings have been listened to, in seconds of sound; nothing for short ones.
final class ListeningProgress: Sendable {
    private let bar: ProgressBar
    private let done: Mutex<[Double]>

    /// Throws `AudioError` for a recording that cannot be opened: better now than after the others have been measured.
    init(_ paths: [String]) throws {
        let durations = try paths.map { try AudioReader(path: $0).duration ?? 0 }
        let total = durations.reduce(0, +)
        let isLong = total > 60 && total < 1e9
        bar = ProgressBar("Listening", total: isLong ? Int(total) : 0)
        done = Mutex([Double](repeating: 0, count: paths.count))
    }

    func update(_ recording: Int, seconds: Double) {
        let sum = done.withLock { done in
            done[recording] = seconds
            return done.reduce(0, +)
        }
        bar.update(Int(min(sum, 1e9)))
    }

    func finish() {
        bar.finish()
    }
}
