import Foundation
import UndertoneFeatures

/// What the tables about voice quality share.
enum VoiceQualityTruth {
    static let frequencies: [Double] = [60, 80, 100, 125, 160, 200, 250, 315, 400, 500]

    static func computer() throws -> VoiceQualityComputer {
        try VoiceQualityComputer(options: VoiceQualityOptions(pitch: PitchOptions(floor: 50, pathDelay: 0.5)), sampleRate: 16000)
    }

    static func values(_ names: [String], _ computer: VoiceQualityComputer, _ samples: [Float]) -> [Double] {
        let row = Dictionary(uniqueKeysWithValues: zip(computer.functionalNames, computer.functionals(of: samples)))
        return names.map { Double(row[$0] ?? .nan) }
    }

    static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
}

/// Jitter and shimmer of two seconds of a vowel against those of the pulses that made it.
enum PerturbationTruth {
    private static let settings = [
        (0.0, 0.0), (0.002, 0), (0.005, 0), (0.01, 0), (0.02, 0), (0, 0.02), (0, 0.05), (0, 0.1), (0.01, 0.05),
    ]

    static func printTable() throws {
        let computer = try VoiceQualityTruth.computer()
        print("\n### Jitter and shimmer\n")
        print("Means over 60, 80 … 500 Hz; in brackets the largest distance from the truth.\n")
        print("| set | true jitter | measured | true shimmer | measured |")
        print("|---|---|---|---|---|")
        for (jitter, shimmer) in settings {
            var (trueJitter, trueShimmer, ours): ([Double], [Double], [[Double]]) = ([], [], [])
            for (index, frequency) in VoiceQualityTruth.frequencies.enumerated() {
                let voice = SyntheticVoice(
                    fundamentalFrequency: frequency, duration: 2, jitter: jitter, shimmer: shimmer, seed: UInt64(index + 1)
                ).rendering()
                trueJitter.append(voice.jitter)
                trueShimmer.append(voice.shimmer)
                ours.append(VoiceQualityTruth.values(["jitter_local", "shimmer_local"], computer, voice.signal.samples))
            }
            print(
                "| jitter \(percent(jitter)), shimmer \(percent(shimmer)) "
                    + "| \(percent(VoiceQualityTruth.mean(trueJitter))) | \(summary(ours.map { $0[0] }, trueJitter)) "
                    + "| \(percent(VoiceQualityTruth.mean(trueShimmer))) | \(summary(ours.map { $0[1] }, trueShimmer)) |")
        }
    }

    private static func summary(_ measured: [Double], _ truth: [Double]) -> String {
        let worst = zip(measured, truth).map { abs($0 - $1) }.max() ?? .nan
        return "\(percent(VoiceQualityTruth.mean(measured))) (\(percent(worst)))"
    }

    private static func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }
}

/// The harmonics-to-noise ratio of a vowel in white noise against the level that was set.
enum HarmonicityTruth {
    static func printTable() throws {
        let computer = try VoiceQualityTruth.computer()
        print("\n### Harmonics-to-noise ratio\n")
        print("| set | " + VoiceQualityTruth.frequencies.map { "\(Int($0)) Hz" }.joined(separator: " | ") + " |")
        print("|---|" + VoiceQualityTruth.frequencies.map { _ in "---|" }.joined())
        for noise in [30.0, 20, 10, 5, 0] {
            let cells = VoiceQualityTruth.frequencies.enumerated().map { index, frequency in
                let voice = SyntheticVoice(fundamentalFrequency: frequency, harmonicsToNoise: noise, seed: UInt64(index + 1))
                let ratio = VoiceQualityTruth.values(["hnr_mean"], computer, voice.rendering().signal.samples)[0]
                return String(format: "%.1f", ratio)
            }
            print("| \(Int(noise)) dB | " + cells.joined(separator: " | ") + " |")
        }
    }
}

/// Formants of three vowels against those of the resonators; between widely spaced harmonics there is little to hear them by.
enum FormantTruth {
    static func printTable() throws {
        let tracker = try FormantTracker(FormantOptions(ceiling: 5000), sampleRate: 16000)
        let vowels = [SyntheticVoice.openVowel, SyntheticVoice.closeFrontVowel, SyntheticVoice.closeBackVowel]
        print("\n### Formants\n")
        print("Median errors over [a], [i] and [u], ceiling 5000 Hz.\n")
        print("| fundamental frequency | F1 | F2 | F3 |")
        print("|---|---|---|---|")
        for frequency in VoiceQualityTruth.frequencies {
            var errors: [[Double]] = [[], [], []]
            for vowel in vowels {
                let voice = SyntheticVoice(
                    fundamentalFrequency: frequency, jitter: 0.005, formants: vowel, tiltFrequency: 100, harmonicsToNoise: 40)
                for frame in tracker.track(of: voice.rendering().signal.samples).frames.dropFirst(5).dropLast(5) {
                    for number in 0..<3 where number < frame.count {
                        errors[number].append(abs(Double(frame[number].frequency) / vowel[number].frequency - 1))
                    }
                }
            }
            let cells = errors.map { errors in
                let sorted = errors.sorted()
                return sorted.isEmpty ? "—" : String(format: "%.1f %%", 100 * sorted[sorted.count / 2])
            }
            print("| \(Int(frequency)) Hz | " + cells.joined(separator: " | ") + " |")
        }
    }
}
