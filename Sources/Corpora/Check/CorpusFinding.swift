import Foundation
public import UndertoneAffect
public import UndertoneAudio

/// Something wrong with one recording of a corpus, or with several together.
public struct CorpusFinding: Hashable, Sendable {
    public let kind: Kind
    /// The recordings that it is about, sorted; at least one.
    public let paths: [String]

    public enum Kind: Hashable, Sendable {
        /// Listed in a manifest, or gone since the folder was read.
        case missing
        case unreadable(AudioError)
        /// A file without a byte or a sample.
        case empty
        /// The level of the highest sample, in dB of full scale; −∞ for digital silence.
        case silent(level: Double)
        /// The share of samples, 0…1, that stand in runs at full scale.
        case clipped(share: Double)
        /// The same audio under one label.
        case duplicate
        /// The same audio under different labels: at least one of them is wrong.
        case contradictoryDuplicate(labels: [Emotion])
        /// Not the rate that most of the corpus has; in hertz.
        case oddSampleRate(Int, usual: Int)

        /// The kind's short name, for tables and JSON.
        public var name: String {
            switch self {
            case .missing: "missing"
            case .unreadable: "unreadable"
            case .empty: "empty"
            case .silent: "silent"
            case .clipped: "clipped"
            case .duplicate: "duplicate"
            case .contradictoryDuplicate: "contradictory-duplicate"
            case .oddSampleRate: "odd-sample-rate"
            }
        }

        var order: Int {
            switch self {
            case .missing: 0
            case .unreadable: 1
            case .empty: 2
            case .silent: 3
            case .clipped: 4
            case .duplicate: 5
            case .contradictoryDuplicate: 6
            case .oddSampleRate: 7
            }
        }
    }
}

extension CorpusFinding: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        let path = paths[0]
        return switch kind {
        case .missing: "\(path): there is no such file."
        case .unreadable(let error): "\(error)"
        case .empty: "\(path): there is no sound in it."
        case .silent(let level) where level.isFinite:
            "\(path): it is silent; its highest sample is at \(Self.number(level, "%.0f")) dB."
        case .silent: "\(path): it is digital silence."
        case .clipped(let share):
            "\(path): it is clipped; \(Self.number(share * 100, "%.3f")) % of its samples are cut off at full scale."
        case .duplicate: "\(paths.joined(separator: ", ")): these hold the same audio."
        case .contradictoryDuplicate(let labels):
            "\(paths.joined(separator: ", ")): these hold the same audio under different labels "
                + "(\(labels.map(\.rawValue).joined(separator: ", ")))."
        case .oddSampleRate(let rate, let usual):
            "\(path): its sample rate is \(rate) Hz where most of the corpus has \(usual) Hz."
        }
    }

    private static func number(_ value: Double, _ format: String) -> String {
        String(format: format, value)
    }
}
