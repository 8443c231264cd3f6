/// A way in which a fold is not what it claims to be.
public enum SplitViolation: Hashable, Sendable {
    /// `speaker` is qualified by the corpus.
    case speakerOnTwoSides(speaker: String, fold: Int, FoldPart, FoldPart)
    /// Two recordings with identical audio on two sides.
    case audioOnTwoSides(String, String, fold: Int, FoldPart, FoldPart)
    /// Recordings whose speaker is not known stand opposite others of their corpus, who may be the same people.
    case unknownSpeakers(corpus: String, fold: Int, FoldPart, FoldPart)
    case emptyPart(FoldPart, fold: Int)
    case repeatedUtterance(String, fold: Int)
    case indexOutOfRange(Int, fold: Int)
    case contentCount(found: Int, expected: Int)
    case noFolds
}

extension SplitViolation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .speakerOnTwoSides(let speaker, let fold, let one, let other):
            "speaker \(speaker) is in both the \(one.rawValue) and the \(other.rawValue) part of fold \(fold)"
        case .audioOnTwoSides(let path, let otherPath, let fold, let one, let other):
            "\(path) in the \(one.rawValue) part and \(otherPath) in the \(other.rawValue) part of fold \(fold) "
                + "hold the same audio"
        case .unknownSpeakers(let corpus, let fold, let one, let other):
            "recordings of \(corpus) whose speaker is unknown are in the \(one.rawValue) part of fold \(fold), and "
                + "others of \(corpus) in the \(other.rawValue) part"
        case .emptyPart(let part, let fold):
            "the \(part.rawValue) part of fold \(fold) is empty"
        case .repeatedUtterance(let path, let fold):
            "\(path) is in fold \(fold) twice"
        case .indexOutOfRange(let index, let fold):
            "fold \(fold) names utterance \(index), which is not there"
        case .contentCount(let found, let expected):
            "there are \(found) contents for \(expected) utterances"
        case .noFolds:
            "it has no folds"
        }
    }
}
