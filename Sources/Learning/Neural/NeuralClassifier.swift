import UndertoneAudio
import UndertoneFeatures
import UndertoneNeural

/// A neural net that tells classes apart by the rows or the frames of utterances.
///
/// A finished value like any classifier: the weights are plain numbers. The nets that run them are compiled as utterances of a length
/// come, and kept (``NetworkPool``).
public struct NeuralClassifier: Classifier {
    public static let weightsFileName = "model.safetensors"

    /// Longer utterances are heard in windows of at most so many frames: 30 s at a hop of 10 ms.
    static let longestWindow = 3008

    public let parameters: NeuralParameters
    public let classCount: Int
    /// By the names of the net's parameters, each row by row.
    public var weights: [String: [Float]] { pool.weights }
    private let pool: NetworkPool

    public var featureCount: Int { parameters.columnCount }

    /// - Parameter weights: by the names of the net's parameters, each row by row.
    /// - Throws: ``LearningError`` when the net does not fit the classes, or a weight is missing, of another size or not finite.
    public init(parameters: NeuralParameters, classCount: Int, weights: [String: [Float]]) throws {
        try parameters.validate(classCount: classCount, featureCount: parameters.columnCount)
        let declared: [ParameterDeclaration]
        do { declared = try parameters.net.parameters() } catch { throw LearningError.net(error) }
        guard weights.count == declared.count else {
            throw LearningError.malformedWeights(reason: "\(weights.count) tensors for a net of \(declared.count)")
        }
        do { pool = try NetworkPool(parameters.net, weights: weights) } catch { throw LearningError.net(error) }
        self.parameters = parameters
        self.classCount = classCount
    }

    /// Trains for all epochs, on utterances that were already standardised; see ``NetTraining`` for more.
    public static func fit(
        _ data: LabelledFeatures, parameters: NeuralParameters, seed: UInt64
    ) throws -> NeuralClassifier {
        try train(
            NetExamples(data, takesFrames: parameters.takesFrames), parameters: parameters, seed: seed
        ).classifier
    }

    /// Trains, and keeps the weights as finely as they will be stored.
    ///
    /// - Parameters:
    ///   - heldOut: utterances of other speakers to judge epochs by.
    ///   - checkpoint: of each member.
    /// - Returns: how it went: of several members, the first.
    static func train(
        _ examples: NetExamples, heldOut: NetExamples? = nil, parameters: NeuralParameters, seed: UInt64,
        checkpoint: ((_ member: Int) -> NetCheckpoint)? = nil, progress: ((NetTrainingProgress) -> Void)? = nil
    ) throws -> (classifier: NeuralClassifier, outcome: NetTrainingOutcome) {
        guard Set(examples.classes).count > 1 else { throw LearningError.oneClass }
        var parameters = parameters.taking(columns: examples.columns)
        try parameters.validate(classCount: examples.classCount, featureCount: examples.columns)
        let count = parameters.members
        let outcomes = try (0..<count).map { member in
            try NetTraining.train(
                net: parameters.net, examples: examples, heldOut: heldOut, options: parameters.training,
                seed: seed &+ UInt64(member) &* 0x9E37_79B9_7F4A_7C15, checkpoint: checkpoint?(member)
            ) { progress?($0.ofMember(member, of: count)) }
        }
        var weights = outcomes[0].weights
        if count > 1 {
            let ensemble = try NetEnsemble(parameters.net, members: outcomes.map(\.weights))
            (parameters.net, parameters.members, weights) = (ensemble.net, 1, ensemble.weights)
        }
        if parameters.precision == .half {
            for declaration in try parameters.net.parameters() where declaration.isStoredInHalf {
                weights[declaration.name] = weights[declaration.name]?.map(\.roundedToHalf)
            }
        }
        let classifier = try NeuralClassifier(
            parameters: parameters, classCount: examples.classCount, weights: weights)
        return (classifier, outcomes[0])
    }

    /// Log-probabilities as the net gives them, before calibration; of an utterance of several windows, their mean.
    public func scores(_ utterances: UtteranceFeatures) throws -> ClassScores {
        guard utterances.columnCount == featureCount || utterances.count == 0 else {
            throw LearningError.wrongFeatureCount(expected: featureCount, found: utterances.columnCount)
        }
        guard utterances.areFrames == parameters.takesFrames else {
            throw parameters.takesFrames ? LearningError.framesMissing : LearningError.framesGiven
        }
        try utterances.requireFinite()
        guard parameters.takesFrames else {
            let rows = (0..<utterances.count).map { utterances[$0] }
            let output = try pool.scores(ofRows: rows, columns: featureCount, classCount: classCount)
            let scores = rows.indices.flatMap { row in
                logSoftmax(output[row * classCount..<(row + 1) * classCount].map(Double.init))
            }
            return ClassScores(classCount: classCount, values: scores)
        }
        var scores: [Double] = []
        scores.reserveCapacity(utterances.count * classCount)
        for utterance in 0..<utterances.count {
            scores += try self.scores(ofFrames: utterances[utterance], length: utterances.length(of: utterance))
        }
        return ClassScores(classCount: classCount, values: scores)
    }

    /// Of one utterance of so many frames.
    private func scores(ofFrames values: ArraySlice<Float>, length: Int) throws -> [Double] {
        let fewest = 2
        guard length >= fewest else {
            // What is too short to be a run of frames is filled up with average ones.
            let average = [Float](repeating: 0, count: (fewest - length) * featureCount)
            return try scores(ofFrames: (values + average)[...], length: fewest)
        }
        let windows = (length + Self.longestWindow - 1) / Self.longestWindow
        var sums = [Double](repeating: 0, count: classCount)
        for window in 0..<windows {
            let rows = window * length / windows..<(window + 1) * length / windows
            let place = values.startIndex + rows.lowerBound * featureCount..<values.startIndex + rows.upperBound * featureCount
            let output = try pool.scores(ofFrames: values[place], columns: featureCount, classCount: classCount)
            for (index, score) in logSoftmax(output.map(Double.init)).enumerated() {
                sums[index] += score * Double(rows.count) / Double(length)
            }
        }
        return sums
    }
}

extension NetExamples {
    /// Utterances made ready for a net: standardised, and only the chosen features, written in one go so that there never are two copies.
    ///
    /// - Parameters:
    ///   - standardizer: nil where the utterances already are standardised.
    ///   - selection: nil for all features.
    ///   - corpora: see ``NetExamples/corpora``.
    init(
        _ data: LabelledFeatures, takesFrames: Bool, standardizer: Standardizer? = nil, selection: FeatureSelection? = nil,
        corpora: [Int]? = nil
    ) throws {
        let utterances = data.utterances
        guard utterances.areFrames == takesFrames else {
            throw takesFrames ? LearningError.framesMissing : LearningError.framesGiven
        }
        try standardizer?.check(utterances)
        let lengths = (0..<utterances.count).map { utterances.length(of: $0) }
        let columns = selection?.columns.count ?? utterances.columnCount
        var values: [Float] = []
        values.reserveCapacity(lengths.reduce(0, +) * columns)
        var row: [Float] = []
        for utterance in 0..<utterances.count {
            guard let selection else {
                if let standardizer {
                    standardizer.append(utterances[utterance], to: &values)
                } else {
                    values += utterances[utterance]
                }
                continue
            }
            row.removeAll(keepingCapacity: true)
            if let standardizer { standardizer.append(utterances[utterance], to: &row) } else { row += utterances[utterance] }
            for start in stride(from: 0, to: row.count, by: utterances.columnCount) {
                for column in selection.columns { values.append(row[start + column]) }
            }
        }
        try self.init(
            columns: columns, lengths: lengths, values: values, classes: data.classes, classCount: data.labels.count,
            weights: data.weights, origins: data.origins, corpora: corpora)
    }
}
