import Foundation
import Undertone
import UndertoneAffect

/// Tells what is heard while it is heard.
protocol LiveOutput {
    /// - Parameters:
    ///   - level: of the block, in dB of full scale.
    ///   - time: of its end, in seconds.
    mutating func hear(level: Double, time: Double) throws
    mutating func tell(_ moment: Moment) throws
    mutating func end(_ prediction: Prediction) throws
}

/// JSON lines.
struct LiveJSON: LiveOutput {
    func hear(level: Double, time: Double) {}
    func tell(_ moment: Moment) throws { try StandardOutput.line(LiveEvent.moment(moment).line()) }
    func end(_ prediction: Prediction) throws { try StandardOutput.line(LiveEvent.end(prediction).line()) }
}

/// A line a moment, for people who read a pipe or a file.
struct LiveLines: LiveOutput {
    func hear(level: Double, time: Double) {}

    func tell(_ moment: Moment) throws {
        let answer = moment.smoothed.map { "\($0.emotion.rawValue.padded(to: 10))  \(PredictionTable.percent($0.confidence))" }
        try StandardOutput.line("\(PredictionTable.time(moment.end).padded(to: 9))  \(answer ?? "no speech")")
    }

    func end(_ prediction: Prediction) throws { try StandardOutput.line(Self.summary(prediction)) }

    /// For example `On the whole anger, 58 % sure, in 12.3 s.`
    static func summary(_ prediction: Prediction) -> String {
        let length = String(format: "%.1f s", prediction.duration)
        guard let emotion = prediction.emotion else { return "Nobody spoke in \(length)." }
        let share = Int((100 * prediction.confidence).rounded())
        return "On the whole \(emotion), \(share) % sure, in \(length)."
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
