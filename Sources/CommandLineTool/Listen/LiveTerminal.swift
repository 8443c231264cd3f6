import Foundation
import Undertone
import UndertoneAffect

/// What a terminal shows: the level, a bar an emotion, and the moments that have been. It is drawn over itself.
struct LivePicture {
    let labels: LabelSet
    let source: String
    var level = -Double.infinity
    var time = 0.0
    private(set) var moment: Moment?
    /// The newest last.
    private(set) var history: [Emotion?] = []

    init(labels: LabelSet, source: String) {
        (self.labels, self.source) = (labels, source)
    }

    mutating func add(_ moment: Moment) {
        self.moment = moment
        history.append(moment.emotion)
        // More than any terminal is wide.
        if history.count > 1000 { history.removeFirst(history.count - 1000) }
    }

    /// No line is wider than so many columns.
    func lines(width: Int) -> [String] {
        let bar = max(10, min(40, width - 24))
        let clock = PredictionTable.time(time)
        let heading = String("Listening to \(source)".prefix(max(0, width - clock.count - 2)))
        var lines = [heading.padded(to: max(0, width - clock.count - 1)) + clock, ""]
        // From -60 dB to full scale.
        let decibels = level < -99 ? "  silent" : String(format: "%4.0f dB", level)
        lines.append("  level     \(Self.bar((level + 60) / 60, width: bar)) \(decibels)")
        lines.append("")
        for label in labels {
            let share = moment?.smoothed?[label]
            let mark = label == moment?.emotion ? "›" : " "
            lines.append(
                "\(mark) \(label.rawValue.padded(to: 9)) \(Self.bar(share ?? 0, width: bar)) \(share.map(PredictionTable.percent) ?? "    –")")
        }
        let letters = history.suffix(max(1, width - 13)).map { $0.map(Self.letter) ?? "·" }.joined()
        lines += ["", "  history   \(letters)"]
        return lines.map { String($0.prefix(width)) }
    }

    private static func bar(_ share: Double, width: Int) -> String {
        let filled = Int((Double(width) * min(1, max(0, share.isNaN ? 0 : share))).rounded())
        return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    }

    /// The first of the name, small where nothing is felt.
    private static func letter(_ emotion: Emotion) -> String {
        let first = String(emotion.rawValue.prefix(1))
        return emotion == .neutral || emotion == .calm ? first : first.uppercased()
    }
}

/// Draws a ``LivePicture`` ten times a second.
struct LiveTerminal: LiveOutput {
    private var picture: LivePicture
    private var height = 0
    private var lastDrawn: ContinuousClock.Instant?

    init(labels: LabelSet, source: String) {
        picture = LivePicture(labels: labels, source: source)
    }

    mutating func hear(level: Double, time: Double) throws {
        // Rises at once and falls slowly, as meters do.
        picture.level = max(level, picture.level - 1.5)
        picture.time = time
        if let lastDrawn, ContinuousClock.now - lastDrawn < .milliseconds(100) { return }
        try draw()
    }

    mutating func tell(_ moment: Moment) throws { picture.add(moment) }

    mutating func end(_ prediction: Prediction) throws {
        picture.time = prediction.duration
        try draw()
        try StandardOutput.write("\n\(LiveLines.summary(prediction))\n")
    }

    private mutating func draw() throws {
        lastDrawn = .now
        let lines = picture.lines(width: Self.width)
        // Back to the first line, and each line to its end anew.
        let back = height > 0 ? "\u{1B}[\(height)A\r" : ""
        try StandardOutput.write(back + lines.map { $0 + "\u{1B}[K\n" }.joined())
        height = lines.count
    }

    /// Of the terminal, less one column, so that no line wraps.
    private static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 20 else { return 79 }
        return Int(size.ws_col) - 1
    }
}
