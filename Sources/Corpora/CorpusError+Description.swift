public import Foundation

extension CorpusError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .folderMissing(let path):
            "\(path): there is no such folder."
        case .notAFolder(let path):
            "\(path): this is not a folder."
        case .folderUnreadable(let path):
            "\(path): the folder cannot be listed."
        case .noRecordings(let corpus, let path, let passedOver):
            passedOver == 0
                ? "\(path): there are no recordings of the corpus \(corpus) here."
                : "\(path): none of the \(passedOver) recordings here has a name of the corpus \(corpus)."
        case .malformedCorpusArgument(let argument):
            "'\(argument)' does not name a corpus; write NAME=DIR, or NAME for a folder under UNDERTONE_CORPORA."
        case .corpusNotFound(let name, .some(let folder)):
            "The corpus \(name) is not in \(folder); give its place as \(name)=DIR."
        case .corpusNotFound(let name, nil):
            "The corpus \(name) has no place; write \(name)=DIR, or set UNDERTONE_CORPORA to the folder that holds it."
        case .corpusGivenTwice(let name):
            "The corpus \(name) is given twice."
        case .manifestMissing(let path):
            "\(path): there is no manifest here."
        case .manifestUnreadable(let path):
            "\(path): the table cannot be read."
        case .manifestNotUTF8(let path):
            "\(path): the table is not UTF-8 text."
        case .manifestProblems(let path, let problems):
            Self.list(problems.map { "\(path), \($0)." })
        case .unknownProtocol(let name, let known):
            "There is no protocol '\(name)'; there are \(known.joined(separator: ", "))."
        case .malformedProtocol(let name, let reason):
            "The protocol \(name) cannot be used: \(reason)."
        case .missingCorpus(let name, let corpus, let given):
            "The protocol \(name) is about the corpus \(corpus), which is not among those given "
                + "(\(given.joined(separator: ", ")))."
        case .corpusIsTested(let name, let corpus):
            "The protocol \(name) divides the corpus \(corpus) itself: its utterances cannot join every training part."
        case .nothingToJoin(let name, let corpus):
            "The corpus \(corpus) has no utterance with a label of the protocol \(name), so it cannot join in training."
        case .missingSpeaker(let name, let speaker):
            "The protocol \(name) names the speaker \(speaker), who is not in the corpus."
        case .nothingToDivide(let name):
            "No utterance is left for the protocol \(name)."
        case .tooFewSpeakers(let name, let needed, let found):
            "The protocol \(name) needs at least \(needed) speakers, and there \(found == 1 ? "is" : "are") \(found)."
        case .tooFewUtterances(let name, let needed, let found):
            "The protocol \(name) needs at least \(needed) utterances, and there \(found == 1 ? "is" : "are") \(found)."
        case .unsoundSplit(let name, let violations):
            Self.list(violations.map { "The split \(name) is unsound: \($0)." })
        }
    }

    /// One sentence a line; of very many, the first.
    private static func list(_ sentences: [String], most: Int = 20) -> String {
        var lines = Array(sentences.prefix(most))
        if sentences.count > most { lines.append("… and \(sentences.count - most) more.") }
        return lines.joined(separator: "\n")
    }
}

extension CorpusError: LocalizedError {
    public var errorDescription: String? { description }
}
