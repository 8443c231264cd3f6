import Testing
import UndertoneAffect
import UndertoneCorpora
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneNeural

@testable import UndertoneLearning

/// Models that get used to a voice.
@Suite struct VoiceAdaptationTests {
    /// Blobs whose speakers each add something of their own, which says nothing of the class.
    private func voices(offset: Float = 8, speakers: Int = 6) throws -> LabelledFeatures {
        let plain = try Blobs.make(speakers: speakers)
        var features = plain.features
        for row in 0..<plain.rowCount {
            let speaker = Float(plain.speakers[row].last?.wholeNumberValue ?? 0)
            for column in 0..<features.columnCount { features[row, column] += offset * (speaker * 7).truncatingRemainder(dividingBy: 3) }
        }
        return try LabelledFeatures(
            features: features, labels: plain.labels, classes: plain.classes, speakers: plain.speakers)
    }

    private func statistics(_ values: [Float]) -> (mean: Double, variance: Double) {
        let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
        return (mean, values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(values.count))
    }

    @Test func `the average voice has the mean of the means and the deviation within a voice`() throws {
        let features = FeatureMatrix(names: ["pitch"], values: [1, 3, 10, 12, 14, 16])
        let standardizer = try Standardizer(
            averageVoiceOf: UtteranceFeatures(features), speakers: ["a", "a", "b", "b", "b", "b"], limit: nil)
        #expect(standardizer.means == [(2 + 13) / 2])
        #expect(abs(standardizer.deviations[0] - ((1.0 + 5) / 2).squareRoot()) < 1e-12)
    }

    @Test(arguments: [1, 4, 40]) func `a voice counts as much as has been heard of it`(count: Int) throws {
        let average = Standardizer(means: [2], deviations: [3], limit: nil)
        let heard = (0..<count).map { Float($0.isMultiple(of: 2) ? 10 : 12) }
        let (mean, variance) = statistics(heard)
        let adapted = try average.adapted(
            to: UtteranceFeatures(FeatureMatrix(names: ["pitch"], values: heard)), by: VoiceAdaptation(strength: 8))
        let share = Double(count) / Double(count + 8)
        #expect(abs(adapted.means[0] - (2 + share * (mean - 2))) < 1e-9)
        #expect(abs(adapted.deviations[0] - (9 + share * (variance - 9)).squareRoot()) < 1e-9)
    }

    @Test func `what is undefined teaches nothing, and what was constant in training stays so`() throws {
        let average = Standardizer(means: [2, 5, 1], deviations: [3, 0, 2], limit: nil)
        let voice = FeatureMatrix(names: ["pitch", "constant", "jitter"], values: [4, 1, .nan, 4, 9, .nan])
        let adapted = try average.adapted(to: UtteranceFeatures(voice), by: VoiceAdaptation(strength: 2))
        #expect(adapted.means[0] == 3 && adapted.means[2] == 1)
        #expect(adapted.deviations[1] == 0 && adapted.deviations[2] == 2)
        let standardised = try adapted(FeatureMatrix(names: voice.names, values: [3, 100, 1])).values
        #expect(standardised == [0, 0, 0])
    }

    @Test func `training hears each utterance as of an unknown and as of a known voice, which share an origin`() throws {
        let data = try voices()
        let average = try Standardizer(averageVoiceOf: data.utterances, speakers: data.speakers, limit: 5)
        let views = try data.views(average, VoiceAdaptation())
        #expect(views.rowCount == 2 * data.rowCount)
        #expect(views.classes == data.classes + data.classes && views.origins == data.origins + data.origins)
        let rows = try views.utterances.rows()
        #expect(try Array(rows.values.prefix(data.features.values.count)) == average(data.features).values)
        let known = (data.rowCount..<2 * data.rowCount).filter { views.speakers[$0] == views.speakers[data.rowCount] }
        #expect(abs(statistics(known.map { rows[$0, 0] }).mean) < abs(statistics(known.map { rows[$0 - data.rowCount, 0] }).mean))
    }

    private func evaluation(knownVoices: Bool) -> ProtocolEvaluation {
        var trainer = Trainer(candidates: [.mlp(Runs.mlp)])
        trainer.adaptation = VoiceAdaptation(strength: 2)
        var evaluation = ProtocolEvaluation(trainer: trainer)
        evaluation.knownVoices = knownVoices
        return evaluation
    }

    @Test func `a net recognises voices that it got used to, and the report says so`() async throws {
        let data = try voices(speakers: 8)
        let tested = ["toy/6", "toy/7"]
        let subject = ProtocolEvaluation.Subject(
            name: "toy", isSpeakerIndependent: true,
            folds: [
                Fold(
                    train: data.classes.indices.filter { !tested.contains(data.speakers[$0]) },
                    test: data.classes.indices.filter { tested.contains(data.speakers[$0]) })
            ], data: data, files: data.classes.indices.map { "clip \($0)" })
        let known = try await evaluation(knownVoices: true).run(subject)
        let unknown = try await evaluation(knownVoices: false).run(subject)
        #expect(known.report.uar > 0.9 && known.report.uar > unknown.report.uar + 0.1)
        #expect(known.report.notes.contains { $0.hasPrefix("Known voices:") })
        #expect(!unknown.report.notes.contains { $0.hasPrefix("Known voices:") })
        #expect(known.predictions.map(\.file) == unknown.predictions.map(\.file))
        // Labels of the voice play no part.
        let rows = subject.folds[0].test.filter { data.speakers[$0] == "toy/7" }
        let model = try known.models[0].adapted(to: data.utterances.utterances(at: rows))
        let alone = try model.probabilities(data.utterances.utterances(at: rows))
        #expect(known.predictions.filter { $0.speaker == "toy/7" }.map(\.probabilities) == alone)
    }

    /// A corpus in which everything measures more, as through another microphone: each of its test utterances alone is misjudged.
    @Test func `a finished model gets used to a corpus, and after that to its voices`() async throws {
        let data = try voices(offset: 0, speakers: 8)
        var trainer = Trainer(candidates: [.mlp(Runs.mlp)])
        trainer.adaptation = VoiceAdaptation(strength: 2)
        let model = try await trainer.train(data).model
        var far = data.features
        for row in 0..<data.rowCount { for column in 0..<far.columnCount { far[row, column] += 10 } }
        let subject = ProtocolEvaluation.Subject(
            name: "far", isSpeakerIndependent: true,
            folds: ["toy/6", "toy/7"].map { tested in
                Fold(
                    train: data.classes.indices.filter { !["toy/6", "toy/7"].contains(data.speakers[$0]) },
                    test: data.classes.indices.filter { data.speakers[$0] == tested })
            },
            data: try LabelledFeatures(features: far, labels: data.labels, classes: data.classes, speakers: data.speakers),
            files: data.classes.indices.map { "clip \($0)" })
        func outcome(voices: Bool = false, corpus: Bool = false) throws -> ProtocolEvaluation.Outcome {
            try ProtocolEvaluation.evaluate(model, named: "toy", on: subject, knownVoices: voices, knownCorpus: corpus)
        }
        let (unknown, known) = (try outcome(), try outcome(corpus: true))
        #expect(known.report.uar > 0.8, "\(known.report.uar)")
        #expect(known.report.uar > unknown.report.uar + 0.3, "\(unknown.report.uar)")
        #expect(known.report.notes.filter { $0.hasPrefix("Known") }.map { $0.prefix(13) } == ["Known corpus:"])
        // All folds' test parts together make it known, and nothing else does.
        let tested = subject.folds.flatMap(\.test)
        let used = try model.adapted(to: subject.data.utterances.utterances(at: tested))
        #expect(try known.predictions.map(\.probabilities) == used.probabilities(subject.data.utterances.utterances(at: tested)))
        let both = try outcome(voices: true, corpus: true)
        #expect(both.report.notes.filter { $0.hasPrefix("Known") }.count == 2)
        let voice = subject.data.utterances.utterances(at: subject.folds[0].test)
        #expect(try both.predictions.prefix(voice.count).map(\.probabilities) == used.adapted(to: voice).probabilities(voice))
    }

    @Test func `an adapting model keeps its way through a bundle's features file, and others refuse a voice`() async throws {
        let data = try voices()
        var trainer = Trainer(candidates: [.mlp(Runs.mlp)])
        trainer.adaptation = VoiceAdaptation(strength: 3)
        #expect(try await trainer.train(data).model.adaptation == VoiceAdaptation(strength: 3))
        trainer.adaptation = nil
        let model = try await trainer.train(data).model
        #expect(throws: LearningError.adaptsToNoVoice) { try model.adapted(to: data.utterances) }
    }

    @Test func `a chosen part of the features is learnt from in both views`() async throws {
        var trainer = Trainer(candidates: [.mlp(Runs.mlp)])
        trainer.adaptation = VoiceAdaptation()
        trainer.featureCount = 3
        let model = try await trainer.train(voices()).model
        #expect(model.selection?.columns.count == 3)
    }
}
