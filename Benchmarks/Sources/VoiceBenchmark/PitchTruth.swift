import Foundation
import UndertoneFeatures

/// The error of each pitch method on vowels of known pitch, from 60 to 500 Hz, in noise.
enum PitchTruth {
    private static let frequencies: [Double] = [60, 80, 100, 125, 160, 200, 250, 315, 400, 500]
    private static let noises: [Double?] = [nil, 20, 10, 5, 0]

    static func printTable() throws {
        print("### Pitch\n")
        print("| method | voice over noise | median error | 95th percentile | gross errors (> 20 %) | called unvoiced |")
        print("|---|---|---|---|---|---|")
        for method in PitchOptions.Method.allCases {
            let tracker = try PitchTracker(PitchOptions(method: method, floor: 50), sampleRate: 16000)
            for noise in noises {
                let errors = frequencies.enumerated().map { measure(tracker, $1, noise, seed: UInt64($0 + 1)) }
                let cents = errors.flatMap(\.cents).sorted()
                let frames = errors.reduce(0) { $0 + $1.frames }
                let gross = cents.filter { $0 > 1200 * log2(1.2) }.count
                let unvoiced = frames - cents.count
                print(
                    "| \(method.rawValue) | \(noise.map { "\(Int($0)) dB" } ?? "no noise") | \(quantile(cents, 0.5)) cents "
                        + "| \(quantile(cents, 0.95)) cents | \(percent(gross, cents.count)) | \(percent(unvoiced, frames)) |")
            }
        }
    }

    /// The voiced frames' distances from the truth, half a second of a steady vowel and half a second of one that glides by an
    /// octave.
    private static func measure(
        _ tracker: PitchTracker, _ frequency: Double, _ noise: Double?, seed: UInt64
    ) -> (cents: [Double], frames: Int) {
        var cents: [Double] = []
        var frames = 0
        for final in [nil, min(500, frequency * 2)] {
            let voice = SyntheticVoice(
                fundamentalFrequency: frequency, finalFrequency: final, duration: 0.6, harmonicsToNoise: noise, seed: seed)
            let track = tracker.track(of: voice.rendering().signal.samples)
            for index in 0..<track.count where (0.05...0.55).contains(track.time(ofFrame: index)) {
                frames += 1
                guard track.isVoiced(index) else { continue }
                let truth = voice.frequency(at: track.time(ofFrame: index))
                cents.append(abs(1200 * log2(Double(track.frequencies[index]) / truth)))
            }
        }
        return (cents, frames)
    }

    private static func quantile(_ sorted: [Double], _ share: Double) -> String {
        guard let last = sorted.last else { return "—" }
        let place = Int(share * Double(sorted.count))
        return String(format: "%.2f", place < sorted.count ? sorted[place] : last)
    }

    private static func percent(_ part: Int, _ whole: Int) -> String {
        String(format: "%.1f %%", 100 * Double(part) / Double(max(1, whole)))
    }
}
