import Foundation
import UndertoneAudio

/// Decodes every recording of a corpus and tells what is wrong with it.
///
///     let result = try await CorpusCheck().run(corpus)
///     result.findings.forEach { print($0) }
public struct CorpusCheck: Hashable, Sendable {
    public let options: Options

    public struct Options: Hashable, Sendable {
        /// A recording whose highest sample is below this is silent; in dB of full scale. RAVDESS' quietest is at −47.
        public var silenceLevel: Double
        /// From where a sample counts as cut off, 1 being full scale. Lossy coding rounds the flat tops by a little.
        public var clippingLevel: Float
        /// So many samples in a row have to be at that level: music and speech touch it for one or two by chance.
        public var clippingRun: Int
        /// A recording is clipped when a greater share of its samples is in such runs. With these values SAVEE, 160 of
        /// whose 480 files were clipped when recorded, has 158, and EmoDB, scaled to full level, 4 of 535.
        public var clippingShare: Double
        /// A corpus holds short clips; in seconds.
        public var longestRecording: Double

        public init(
            silenceLevel: Double = -60, clippingLevel: Float = 0.99, clippingRun: Int = 3,
            clippingShare: Double = 0.000_03, longestRecording: Double = 3600
        ) {
            self.silenceLevel = silenceLevel
            self.clippingLevel = clippingLevel
            self.clippingRun = clippingRun
            self.clippingShare = clippingShare
            self.longestRecording = longestRecording
        }

        public static let `default` = Options()
    }

    public init(options: Options = .default) {
        self.options = options
    }

    /// Looks into every recording, on all cores.
    ///
    /// - Parameter progress: called with the number of recordings done.
    /// - Throws: only when the task is cancelled; what is wrong with a recording is a finding.
    public func run(_ corpus: Corpus, progress: (@Sendable (Int) -> Void)? = nil) async throws -> CorpusCheckResult {
        let options = options
        let outcomes = try await concurrentMap(corpus.utterances.map(\.path), progress: progress) { path in
            Self.look(path, options)
        }
        return CorpusCheckResult(
            corpus: corpus.name, recordings: outcomes.map(\.measured),
            findings: findings(corpus.utterances, outcomes))
    }

    private enum Outcome: Sendable {
        case read(MeasuredRecording)
        case failed(AudioError)

        var measured: MeasuredRecording? {
            if case .read(let recording) = self { recording } else { nil }
        }
    }

    private static func look(_ path: String, _ options: Options) -> Outcome {
        do {
            let signal = try Signal(
                contentsOf: path, options: DecodingOptions(maximumDuration: options.longestRecording))
            return .read(MeasuredRecording(signal, options))
        } catch {
            return .failed(error)
        }
    }

    private func findings(_ utterances: [Utterance], _ outcomes: [Outcome]) -> [CorpusFinding] {
        var found: [CorpusFinding] = []
        let rates = outcomes.compactMap { $0.measured?.sampleRate }
        let usualRate = Dictionary(grouping: rates) { $0 }.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }?.key
        var byContent: [ContentHash: [Utterance]] = [:]
        for (utterance, outcome) in zip(utterances, outcomes) {
            func note(_ kind: CorpusFinding.Kind) {
                found.append(CorpusFinding(kind: kind, paths: [utterance.path]))
            }
            switch outcome {
            case .failed(let error):
                note(Self.kind(of: error))
            case .read(let recording):
                if let usualRate, recording.sampleRate != usualRate {
                    note(.oddSampleRate(recording.sampleRate, usual: usualRate))
                }
                if recording.peakLevel < options.silenceLevel {
                    // Silence is like silence: one finding says enough.
                    note(.silent(level: recording.peakLevel))
                    continue
                }
                if recording.clippedShare > options.clippingShare { note(.clipped(share: recording.clippedShare)) }
                byContent[recording.content, default: []].append(utterance)
            }
        }
        for group in byContent.values where group.count > 1 {
            let labels = Set(group.map(\.label)).sorted()
            let kind: CorpusFinding.Kind = labels.count == 1 ? .duplicate : .contradictoryDuplicate(labels: labels)
            found.append(CorpusFinding(kind: kind, paths: group.map(\.path).sorted()))
        }
        return found.sorted { ($0.paths[0], $0.kind.order) < ($1.paths[0], $1.kind.order) }
    }

    private static func kind(of error: AudioError) -> CorpusFinding.Kind {
        switch error.fact {
        case .notFound, .danglingLink: .missing
        case .empty, .noSamples: .empty
        default: .unreadable(error)
        }
    }
}
