import Foundation
import Synchronization

/// A line on standard error that says how far long work has come; nothing at all when that is no terminal.
final class ProgressBar: Sendable {
    private struct State {
        var lastDrawn = ContinuousClock.Instant?.none
        var lineLength = 0
        /// Said after the bar.
        var note = ""
    }

    private let title: String
    private let total: Int
    private let start = ContinuousClock.now
    private let isVisible: Bool
    private let state = Mutex(State())

    /// - Parameter total: the number of steps of the whole.
    init(_ title: String, total: Int, isVisible: Bool = StandardError.isTerminal) {
        self.title = title
        self.total = total
        self.isVisible = isVisible && total > 1
    }

    /// Draws the bar at `done` steps, at most ten times a second.
    func update(_ done: Int) {
        guard isVisible else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            if let last = state.lastDrawn, now - last < .milliseconds(100), done < total { return }
            state.lastDrawn = now
            let line = Self.line(
                title: title, done: done, total: total, elapsed: (now - start) / .seconds(1), note: state.note)
            let padding = String(repeating: " ", count: max(0, state.lineLength - line.count))
            state.lineLength = line.count
            StandardError.write("\r\(line)\(padding)")
        }
    }

    /// Says more after the bar from its next drawing on.
    func note(_ text: String) {
        guard isVisible else { return }
        state.withLock { $0.note = text }
    }

    /// Takes the bar off the terminal.
    func finish() {
        guard isVisible else { return }
        state.withLock { state in
            guard state.lineLength > 0 else { return }
            StandardError.write("\r" + String(repeating: " ", count: state.lineLength) + "\r")
            state.lineLength = 0
        }
    }

    /// For example `Reading ████████░░░░░░░░░░░░ 400/1000, 12 s left`.
    static func line(title: String, done: Int, total: Int, elapsed: Double, note: String = "") -> String {
        let width = 20
        let filled = total == 0 ? width : min(width, done * width / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        var line = "\(title) \(bar) \(done)/\(total)"
        if done > 0, done < total, elapsed > 1 {
            line += ", \(Duration.seconds(elapsed / Double(done) * Double(total - done)).briefly) left"
        }
        return note.isEmpty ? line : "\(line); \(note)"
    }
}

extension Duration {
    /// For example `48 s`, `3 min 20 s` or `2 h 5 min`.
    var briefly: String {
        let seconds = Int((self / .seconds(1)).rounded())
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return "\(seconds / 60) min \(seconds % 60) s"
        default: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        }
    }
}
