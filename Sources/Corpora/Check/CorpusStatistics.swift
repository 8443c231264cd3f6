import Foundation
public import UndertoneAffect
import UndertoneAudio

/// How much a corpus holds: counts and durations per label, speaker and sex.
public struct CorpusStatistics: Hashable, Sendable {
    public struct Amount: Hashable, Sendable {
        public let utterances: Int
        /// In seconds, of the recordings whose duration is known.
        public let duration: Double

        public init(utterances: Int, duration: Double) {
            self.utterances = utterances
            self.duration = duration
        }

        public static let none = Amount(utterances: 0, duration: 0)

        func adding(_ seconds: Double?) -> Amount {
            Amount(utterances: utterances + 1, duration: duration + (seconds ?? 0))
        }
    }

    public let total: Amount
    public let byLabel: [Emotion: Amount]
    /// By `corpus/speaker`.
    public let bySpeaker: [String: Amount]
    /// The nil sex is that of speakers of whom it is not known.
    public let bySex: [Sex?: Amount]
    /// Recordings whose duration could not be told.
    public let unknownDurations: Int

    /// - Parameter durations: one an utterance, in seconds; nil where it is not known.
    /// - Precondition: as many durations as utterances.
    public init(_ utterances: [Utterance], durations: [Double?]) {
        precondition(utterances.count == durations.count, "one duration an utterance")
        var total = Amount.none
        var byLabel: [Emotion: Amount] = [:]
        var bySpeaker: [String: Amount] = [:]
        var bySex: [Sex?: Amount] = [:]
        for (utterance, duration) in zip(utterances, durations) {
            total = total.adding(duration)
            byLabel[utterance.label] = byLabel[utterance.label, default: .none].adding(duration)
            bySpeaker[utterance.qualifiedSpeaker] = bySpeaker[utterance.qualifiedSpeaker, default: .none].adding(duration)
            bySex[utterance.sex] = bySex[utterance.sex, default: .none].adding(duration)
        }
        self.total = total
        self.byLabel = byLabel
        self.bySpeaker = bySpeaker
        self.bySex = bySex
        unknownDurations = durations.count { $0 == nil }
    }

    /// The durations of recordings in seconds, from their headers or, where those do not say, by decoding, on all cores;
    /// nil for what cannot be read.
    ///
    /// - Throws: only when the task is cancelled.
    public static func durations(
        of utterances: [Utterance], progress: (@Sendable (Int) -> Void)? = nil
    ) async throws -> [Double?] {
        try await concurrentMap(utterances.map(\.path), progress: progress) { path in
            guard let reader = try? AudioReader(path: path) else { return nil }
            if let duration = reader.duration { return duration }
            var samples = 0
            do {
                while let block = try reader.nextBlock() { samples += block.count }
            } catch {
                return nil
            }
            return Double(samples) / Double(reader.sampleRate)
        }
    }
}

extension CorpusStatistics {
    /// A table for people: a row a label, sex and speaker, with utterances and minutes.
    public var table: String {
        var rows: [(String, Amount?)] = [("all", total), ("", nil)]
        rows += byLabel.sorted { $0.key < $1.key }.map { ($0.key.rawValue, $0.value) }
        rows.append(("", nil))
        rows += bySex.sorted { ($0.key?.rawValue ?? "~") < ($1.key?.rawValue ?? "~") }
            .map { ($0.key?.rawValue ?? "sex unknown", $0.value) }
        rows.append(("", nil))
        rows += bySpeaker.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let width = rows.map(\.0.count).max() ?? 0
        func line(_ name: String, _ count: String, _ minutes: String) -> String {
            name.padding(toLength: width, withPad: " ", startingAt: 0) + right(count, 12) + right(minutes, 10)
        }
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(1, width - text.count)) + text
        }
        let lines = rows.map { name, amount in
            amount.map { line(name, String($0.utterances), String(format: "%.1f", $0.duration / 60)) } ?? ""
        }
        return ([line("", "utterances", "minutes")] + lines).joined(separator: "\n")
    }
}
