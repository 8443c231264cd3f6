import Foundation
import TestSupport
import Testing
import Undertone
import UndertoneAffect
import UndertoneAudio
import UndertoneFeatures
import UndertoneLearning
import UndertoneNeural

@Suite struct NeuralRecognizerTests {
    /// A net that was hardly trained answers as any other does.
    private func recognizer() throws -> Recognizer {
        let names = try FeatureExtractor(.logMelSpeech).featureNames
        let runs = (0..<8).map { clip in
            (0..<40 * 64).map { index in Float((index * (clip + 3)) % 17) - (clip.isMultiple(of: 2) ? 20 : 10) }
        }
        let data = try LabelledFeatures(
            utterances: UtteranceFeatures(names: names, runs: runs), labels: [.anger, .sadness],
            classes: (0..<8).map { $0 % 2 }, speakers: (0..<8).map { "toy/\($0)" })
        let parameters = NeuralParameters(
            net: Net(input: .frames(columns: 64), layers: [.image] + Net.block(4) + Net.block(4) + [.globalAverage, .linear(2)]),
            training: NetTrainingOptions(epochs: 2, batchSize: 4, augmentation: .none, averaging: nil))
        let standardizer = try Standardizer(fitting: data.utterances)
        let classifier = try NeuralClassifier.fit(
            LabelledFeatures(
                utterances: standardizer(data.utterances), labels: data.labels, classes: data.classes,
                speakers: data.speakers), parameters: parameters, seed: 1)
        return try Recognizer(
            model: ModelBundle(
                model: TrainedModel(
                    labels: data.labels, featureNames: names, standardizer: standardizer, classifier: classifier,
                    parameters: .cnn(parameters), calibration: .identity),
                recipe: .logMelSpeech,
                provenance: ModelProvenance(
                    name: "net", corpora: [], trainingSpeakers: [], protocolName: "none", seed: 1, date: "2026-11-21",
                    selection: "")))
    }

    @Test func `a net hears the segments of a recording, whatever the blocks`() throws {
        let folder = try TemporaryFolder()
        let recognizer = try recognizer()
        let path = try SoundWriter.write(Synthetic.voiceLike(duration: 11), format: .flac16, to: folder.path("voice.flac"))
        let whole = try recognizer.recognize(contentsOf: path)
        #expect(whole.segments.count > 1 && whole.emotion != nil)
        for size in [1000, 100_000] {
            let reader = try AudioReader(
                path: path, options: DecodingOptions(sampleRate: recognizer.sampleRate), blockSize: size)
            #expect(try recognizer.recognize(reader, path: path).segments == whole.segments)
        }
    }

    /// At rates below 8 kHz no detector can listen, and somebody is supposed to speak.
    @Test func `a model of a rate without a speech detector judges every moment`() throws {
        let recipe = FeatureRecipe(set: .mfcc, sampleRate: 6000)
        let names = try FeatureExtractor(recipe).featureNames
        let net = NeuralParameters(
            net: Net(input: .vector(features: names.count), layers: [.linear(2)]),
            training: NetTrainingOptions(epochs: 1, batchSize: 4, augmentation: .none, averaging: nil))
        var generator = SeededGenerator(seed: 1)
        let data = try LabelledFeatures(
            features: FeatureMatrix(
                names: names, values: (0..<8 * names.count).map { _ in Float.random(in: -1...1, using: &generator) }),
            labels: [.anger, .sadness], classes: (0..<8).map { $0 % 2 }, speakers: (0..<8).map { "toy/\($0)" })
        let classifier = try NeuralClassifier.fit(data, parameters: net, seed: 1)
        let recognizer = try Recognizer(
            model: ModelBundle(
                model: TrainedModel(
                    labels: data.labels, featureNames: names, standardizer: Standardizer(fitting: data.utterances),
                    classifier: classifier, parameters: .mlp(net), calibration: .identity),
                recipe: recipe,
                provenance: ModelProvenance(
                    name: "net", corpora: [], trainingSpeakers: [], protocolName: "none", seed: 1, date: "2026-11-22",
                    selection: "")))
        var stream = try MomentStream(recognizer)
        let voice = try Synthetic.voiceLike(duration: 6.5).resampled(to: 6000)
        let moments = try stream.accept(voice.samples) + stream.finish()
        #expect(moments.map(\.end) == [1, 2, 3, 4, 5, 6, 6.5] && moments.allSatisfy { $0.emotion != nil })
    }

    @Test func `odd signals get a finite answer or none`() throws {
        let recognizer = try recognizer()
        for samples in [[], [1], [Float](repeating: 1, count: 20000), [Float](repeating: 1e30, count: 20000)] {
            let prediction = try recognizer.recognize(samples: samples, sampleRate: 16000)
            for value in prediction.probabilities?.values ?? [] { #expect(value.isFinite && value >= 0 && value <= 1) }
        }
    }
}

/// Getting used to a voice.
@Suite struct HeardVoiceTests {
    private let recipe = FeatureRecipe(set: .mfcc)

    /// A model of functionals, trained on eight voices of noise; adapting or not.
    private func recognizer(adapts: Bool) async throws -> Recognizer {
        let extractor = try FeatureExtractor(recipe)
        var features = FeatureMatrix(names: extractor.functionalNames)
        for clip in 0..<32 {
            let tone = Synthetic.sine(frequency: clip.isMultiple(of: 2) ? 300 : 1200, duration: 0.4, amplitude: 0.2).samples
            let noise = Synthetic.noise(duration: 0.4, seed: UInt64(clip)).samples
            features.append(
                row: try extractor.functionals(of: Signal(samples: zip(tone, noise).map { $0 + 0.1 * $1 }, sampleRate: 16000)))
        }
        let data = try LabelledFeatures(
            features: features, labels: [.anger, .sadness], classes: (0..<32).map { $0 % 2 },
            speakers: (0..<32).map { "toy/\($0 / 4)" })
        var parameters = NeuralParameters(
            net: Net(input: .vector(features: features.columnCount), layers: [.linear(8), .activation(.relu), .linear(2)]))
        parameters.training.epochs = 3
        var trainer = Trainer(candidates: [.mlp(parameters)])
        trainer.adaptation = adapts ? VoiceAdaptation() : nil
        return try await Recognizer(
            model: ModelBundle(
                model: trainer.train(data).model, recipe: recipe,
                provenance: ModelProvenance(
                    name: "net", corpora: [], trainingSpeakers: [], protocolName: "none", seed: 1, date: "2026-11-21",
                    selection: "")))
    }

    @Test func `a recogniser gets used to a voice, in memory and from a bundle`() async throws {
        let folder = try TemporaryFolder()
        let recognizer = try await recognizer(adapts: true)
        let paths = try (0..<3).map { clip in
            try SoundWriter.write(
                Synthetic.voiceLike(duration: 1 + 0.2 * Double(clip)), format: .flac16, to: folder.path("\(clip).flac"))
        }
        var voice = HeardVoice()
        for path in paths { voice.append(try recognizer.voice(contentsOf: path)) }
        #expect(recognizer.adaptsToVoices && voice.count == 3)
        let used = try recognizer.adapted(to: voice)
        let (before, after) = (try recognizer.recognize(contentsOf: paths[0]), try used.recognize(contentsOf: paths[0]))
        #expect(before.probabilities != after.probabilities)
        #expect(try recognizer.adapted(to: HeardVoice()).recognize(contentsOf: paths[0]) == before)

        try recognizer.model.write(to: URL(fileURLWithPath: folder.path("bundle")))
        let loaded = try Recognizer(modelAt: folder.path("bundle"))
        #expect(try loaded.adapted(to: voice).recognize(contentsOf: paths[0]) == after)
    }

    @Test func `what cannot get used to a voice says so`() async throws {
        let plain = try await recognizer(adapts: false)
        #expect(!plain.adaptsToVoices)
        #expect(throws: LearningError.adaptsToNoVoice) { try plain.adapted(to: HeardVoice()) }
    }
}
