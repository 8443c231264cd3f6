import Foundation

/// Where in a recording there is sound, where speech begins and ends, and where it pauses.
struct SpeechActivity: Hashable, Sendable {
    /// The recording's level in dB: half of its energy lies in frames louder than this. Nil if nothing sounds.
    let level: Double?
    /// Which frames sound; the same number as there are intensities.
    let isSounding: [Bool]
    /// From the first sounding frame to the last; empty if none sounds.
    let speech: Range<Int>
    /// The long silences within the speech, in order.
    let pauses: [Range<Int>]

    /// What is quieter than this, in dB above 20 µPa, is silence whatever the recording's level: a sine of 3·10⁻⁸ of full scale.
    private static let inaudible = -60.0

    /// - Parameter intensities: in dB, a frame every 10 ms.
    init(intensities: [Float], options: ProsodyOptions) {
        level = Self.level(of: intensities)
        guard let level else {
            isSounding = [Bool](repeating: false, count: intensities.count)
            (speech, pauses) = (0..<0, [])
            return
        }
        let threshold = level - options.silenceDepth
        var sounds = intensities.map { Double($0) >= threshold }
        let shortest = Int((options.shortestSound / 0.01).rounded())
        let runs = Self.runs(in: sounds)
        // If there is nothing but clicks, they are the sound.
        if runs.contains(where: { $0.count >= shortest }) {
            for run in runs where run.count < shortest {
                for frame in run { sounds[frame] = false }
            }
        }
        isSounding = sounds
        let kept = Self.runs(in: sounds)
        speech = (kept.first?.lowerBound ?? 0)..<(kept.last?.upperBound ?? 0)
        let longest = options.shortestPause / 0.01 - 1e-9
        pauses = zip(kept, kept.dropFirst()).map { $0.upperBound..<$1.lowerBound }.filter { Double($0.count) >= longest }
    }

    /// How many frames of the speech are not in a pause.
    var phonationCount: Int { speech.count - pauses.reduce(0) { $0 + $1.count } }

    /// The level above which half of the energy lies.
    static func level(of intensities: [Float]) -> Double? {
        guard let loudest = intensities.max(), Double(loudest) > inaudible else { return nil }
        let falling = intensities.sorted(by: >)
        let total = falling.reduce(0) { $0 + pow(10, Double($1 - loudest) / 10) }
        var energy = 0.0
        for intensity in falling {
            energy += pow(10, Double(intensity - loudest) / 10)
            if energy >= total / 2 { return Double(intensity) }
        }
        return Double(loudest)
    }

    /// The runs of true, in order.
    static func runs(in flags: [Bool]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for index in 0...flags.count {
            let isTrue = index < flags.count && flags[index]
            if isTrue, start == nil { start = index }
            if !isTrue, let first = start {
                runs.append(first..<index)
                start = nil
            }
        }
        return runs
    }
}
