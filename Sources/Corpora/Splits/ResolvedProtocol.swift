public import UndertoneAffect

/// A protocol applied to corpora: the utterances that take part, and their division, checked by ``SplitGuard``.
public struct ResolvedProtocol: Hashable, Sendable {
    /// The protocol's name; see ``reportName`` for tables.
    public let name: String
    /// The name for a report, which says so when speakers are shared.
    public let reportName: String
    public let isSpeakerIndependent: Bool
    /// The utterances that take part, with the labels that the protocol gives them; folds index into these.
    public let utterances: [Utterance]
    public let labels: LabelSet
    public let folds: [Fold]
    /// The last of the utterances: those of further corpora, which are in every fold's training part and nowhere else.
    public let joined: Range<Int>
    /// How many utterances do not take part, by reason.
    public let dropped: [DropReason: Int]
    /// What a report should say about the division: labels changed and dropped, parts that lack a label.
    public let notes: [String]

    public enum DropReason: Hashable, Sendable {
        /// The protocol names the recording as excluded.
        case excluded
        /// The protocol drops the label.
        case labelDropped(corpus: String, Emotion)
        /// The protocol does not list the label.
        case labelNotListed(corpus: String, Emotion)
        /// The speaker is in no part of any fold.
        case speakerInNoPart(String)
    }

    /// The class index of each utterance's label.
    public var classIndices: [Int] {
        let indices = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
        return utterances.map { indices[$0.label] ?? 0 }
    }

    /// Checks once more with what the recordings hold: one content, for example a hash of the samples, an utterance.
    ///
    /// - Throws: ``CorpusError/unsoundSplit(protocolName:violations:)`` when identical audio stands on two sides of a
    ///   split that claims to be speaker-independent.
    public func check<Content: Hashable>(contents: [Content?]) throws {
        try SplitGuard.check(
            folds, of: utterances, contents: contents, isSpeakerIndependent: isSpeakerIndependent, name: name)
    }
}

extension ResolvedProtocol.DropReason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .excluded: "excluded by the protocol"
        case .labelDropped(let corpus, let label): "\(corpus)'s \(label) is dropped"
        case .labelNotListed(let corpus, let label): "\(corpus)'s \(label) is not a label of the protocol"
        case .speakerInNoPart(let speaker): "speaker \(speaker) is in no part"
        }
    }
}
