public import Foundation
import UndertoneFeatures
import UndertoneNeural

extension LearningError: CustomStringConvertible, LocalizedError {
    public var errorDescription: String? { description }

    public var description: String {
        switch self {
        case .noRows: "There is nothing to learn from: no rows."
        case .noColumns: "There is nothing to learn from: rows without features."
        case .unequalCounts(let rows, let classes, let speakers):
            "Each row needs one class and one speaker: \(rows) rows, \(classes) classes and \(speakers) speakers were given."
        case .classOutOfRange(let index, let count):
            "Class index \(index) is outside the \(count) labels."
        case .notFinite(let row, let column):
            "Feature \"\(column)\" of row \(row) is not a finite number."
        case .oneClass: "At least two different labels are needed to learn to tell them apart."
        case .invalidWeights: "Row weights must be positive finite numbers, one a row."
        case .rowWeightsUnsupported(let kind): "A model of kind \(kind.rawValue) cannot weigh rows, only classes."
        case .invalidParameter(let name, let value, let expected): "\(name) is \(value), but must be \(expected)."
        case .library(let name, let message): "\(name) refused: \(message)."
        case .wrongFeatureCount(let expected, let found):
            "The model takes \(expected) features a row, but \(found) were given."
        case .wrongFeatureNames(let name): "The model takes the feature \"\(name)\", which was not given in its place."
        case .malformedWeights(let reason): "The stored weights are not those of a classifier: \(reason)."
        case .emptyTestPart(let fold): "Fold \(fold + 1) has nothing to test."
        case .emptyTrainingPart(let fold): "Fold \(fold + 1) has nothing to train on."
        case .indexOutOfRange(let fold, let index, let rows):
            "Fold \(fold + 1) names utterance \(index), but there are only \(rows)."
        case .sharedSpeaker(let fold, let speaker):
            "Fold \(fold + 1) claims to be speaker-independent, but speaker \(speaker) stands on both sides."
        case .joinedHeldOut(let fold):
            "Fold \(fold + 1) holds out utterances of a corpus that only joins in training."
        case .adaptsToNoVoice: "The model hears every voice as the average one; it was not trained to get used to one."
        case .noCandidates: "There are no hyper-parameters to choose from."
        case .otherTraining(let checkpoint):
            "\(checkpoint) was left by another training, with other recordings, options, net or seed: go on with that one, "
                + "or remove it to begin anew."
        case .brokenCheckpoint(let path, let reason):
            "\(path) is no checkpoint of a training (\(reason)): remove it to begin that training anew."
        case .mixedCandidates: "Nets and classifiers of other kinds cannot be candidates of one search."
        case .framesGiven: "One row of features an utterance is wanted here, but runs of frames were given; only nets take those."
        case .framesMissing: "The model takes runs of frames, but one row of features an utterance was given."
        case .noFrames(let row): "Utterance \(row) has no frames."
        case .unreadableNet(let path, let reason): "\(path) does not describe a net: \(reason)."
        case .netOfOtherLevel(let kind):
            "A net of kind \(kind.rawValue) hears \(kind.level == .frames ? "frames" : "functionals"); this one does not."
        case .net(let error): error.description
        }
    }
}
