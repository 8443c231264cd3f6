import UndertoneFeatures

/// How a model gets used to a voice of which it has heard other recordings, whose labels nobody needs to know.
///
/// Voices differ more from one another than emotions do in one of them. So features are counted from the mean of the voice, in its own
/// deviations (speaker normalisation), as far as it is known: of a voice with *n* recordings, mean and variance are weighed against the
/// average voice's as *n* to ``strength``. A voice that was never heard is the average one.
public struct VoiceAdaptation: Codable, Hashable, Sendable {
    /// As how many recordings the average voice counts.
    public var strength: Double

    public init(strength: Double = 8) {
        self.strength = strength
    }
}

extension Standardizer {
    /// The average voice: the mean of the voices' means, and the deviation within a voice.
    ///
    /// - Parameter speakers: one an utterance; each speaker counts as much as any other.
    /// - Throws: ``LearningError`` without rows, or for an infinite number.
    init(averageVoiceOf utterances: UtteranceFeatures, speakers: [String], limit: Double?) throws {
        guard utterances.count == speakers.count, !speakers.isEmpty else { throw LearningError.noRows }
        let columns = utterances.columnCount
        var voices = [Double](repeating: 0, count: columns)
        var means = voices
        var variances = voices
        for rows in Dictionary(grouping: speakers.indices, by: { speakers[$0] }).sorted(by: { $0.key < $1.key }).map(\.value) {
            let voice = ColumnStatistics(of: utterances.utterances(at: rows))
            for column in 0..<columns where voice.counts[column] > 0 {
                voices[column] += 1
                means[column] += voice.means[column]
                variances[column] += voice.variances[column]
            }
        }
        for column in 0..<columns where voices[column] > 0 {
            means[column] /= voices[column]
            variances[column] /= voices[column]
        }
        self.init(means: means, deviations: Self.deviations(variances, means: means), limit: limit)
    }

    /// The same for a voice of which utterances have been heard.
    ///
    /// - Throws: ``LearningError`` for other columns, or an infinite number.
    func adapted(to voice: UtteranceFeatures, by adaptation: VoiceAdaptation) throws -> Standardizer {
        try check(voice)
        try voice.requireNoInfinity()
        let heard = ColumnStatistics(of: voice)
        var means = means
        var variances = deviations.map { $0 * $0 }
        for column in means.indices where heard.counts[column] > 0 {
            let share = heard.counts[column] / (heard.counts[column] + adaptation.strength)
            means[column] += share * (heard.means[column] - means[column])
            // What was constant in training stays so.
            if variances[column] > 0 { variances[column] += share * (heard.variances[column] - variances[column]) }
        }
        return Standardizer(means: means, deviations: Self.deviations(variances, means: means), limit: limit)
    }
}

extension LabelledFeatures {
    /// Every utterance as one of the average voice and, sharing its origin, as one of its own speaker's, whom it is known by.
    func views(_ standardizer: Standardizer, _ adaptation: VoiceAdaptation) throws -> LabelledFeatures {
        let unknown = try replacing(standardizer(utterances))
        var known = [[Float]](repeating: [], count: rowCount)
        for rows in Dictionary(grouping: classes.indices, by: { speakers[$0] }).values {
            let voice = utterances.utterances(at: rows)
            let adapted = try standardizer.adapted(to: voice, by: adaptation)(voice)
            for (place, row) in rows.enumerated() { known[row] = Array(adapted[place]) }
        }
        return try unknown.appending(
            replacing(UtteranceFeatures(FeatureMatrix(names: utterances.names, values: known.flatMap(\.self)))),
            sharesOrigins: true)
    }
}

extension TrainedModel {
    /// The same model, used to a voice.
    ///
    /// - Parameter voice: features of recordings of one speaker, without their labels; the more there are, the nearer the model comes.
    /// - Throws: ``LearningError/adaptsToNoVoice`` where the model was trained without; ``LearningError`` for other columns.
    public func adapted(to voice: UtteranceFeatures) throws -> TrainedModel {
        guard let adaptation else { throw LearningError.adaptsToNoVoice }
        var result = self
        result.standardizer = try standardizer.adapted(to: voice, by: adaptation)
        return result
    }
}
