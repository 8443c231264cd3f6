/// What can be wrong with a corpus, a manifest or a protocol. The wording is in `CorpusError+Description.swift`.
public enum CorpusError: Error, Hashable, Sendable {
    // Folders
    case folderMissing(path: String)
    case notAFolder(path: String)
    case folderUnreadable(path: String)
    case noRecordings(corpus: String, path: String, passedOver: Int)

    // Finding a corpus
    case malformedCorpusArgument(String)
    case corpusNotFound(name: String, searched: String?)
    case corpusGivenTwice(name: String)

    // Manifests
    case manifestMissing(path: String)
    case manifestUnreadable(path: String)
    case manifestNotUTF8(path: String)
    case manifestProblems(path: String, problems: [ManifestProblem])

    // Protocols
    case unknownProtocol(name: String, known: [String])
    case malformedProtocol(name: String, reason: String)
    case missingCorpus(protocolName: String, corpus: String, given: [String])
    /// A corpus that was to join the training parts, but is part of the protocol itself.
    case corpusIsTested(protocolName: String, corpus: String)
    /// A corpus that was to join the training parts, but has none of the protocol's labels.
    case nothingToJoin(protocolName: String, corpus: String)
    case missingSpeaker(protocolName: String, speaker: String)
    case nothingToDivide(protocolName: String)
    case tooFewSpeakers(protocolName: String, needed: Int, found: Int)
    case tooFewUtterances(protocolName: String, needed: Int, found: Int)
    case unsoundSplit(protocolName: String, violations: [SplitViolation])
}
