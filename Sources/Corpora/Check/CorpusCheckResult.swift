/// What a check of a corpus found.
public struct CorpusCheckResult: Hashable, Sendable {
    public let corpus: String
    /// One an utterance, in the corpus' order; nil for what could not be read.
    public let recordings: [MeasuredRecording?]
    /// Sorted by path.
    public let findings: [CorpusFinding]

    public var isSound: Bool { findings.isEmpty }

    /// How many findings there are of each kind, by the kind's name.
    public var counts: [String: Int] {
        findings.reduce(into: [:]) { $0[$1.kind.name, default: 0] += 1 }
    }
}
