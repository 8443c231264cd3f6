import Synchronization
import Undertone
import UndertoneAffect
import UndertoneAudio
import UndertoneCorpora
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneLearning

/// `evaluate --battery`: a finished model judges the test part of a protocol, as it is and perturbed, the way it judges any
/// recording.
struct BatteryRun {
    let battery: RobustnessBattery
    private let recognizer: Recognizer
    private let resolved: ResolvedProtocol
    /// The tested utterances that the model can be right about.
    private let utterances: [Utterance]
    private var dropped: [String: Int]

    init(_ battery: RobustnessBattery, model: ModelBundle, on resolved: ResolvedProtocol) throws {
        self.battery = battery
        self.resolved = resolved
        do { recognizer = try Recognizer(model: model) } catch { throw Failure(error) }
        let tested = Set(resolved.folds.flatMap(\.test)).sorted().map { resolved.utterances[$0] }
        let labels = recognizer.labels
        utterances = tested.filter { labels.index(of: $0.label) != nil }
        dropped = Dictionary(uniqueKeysWithValues: resolved.dropped.map { ($0.key.description, $0.value) })
        for utterance in tested where labels.index(of: utterance.label) == nil {
            dropped["the model does not know \(utterance.label)", default: 0] += 1
        }
    }

    /// The report, and a sentence for each recording that could not be read.
    func report() async throws -> (report: RobustnessReport, failures: [String]) {
        let voices = try await voices()
        let bar = ProgressBar("Perturbing", total: utterances.count)
        defer { bar.finish() }
        let rate = recognizer.sampleRate
        let pitches = try SpeakerPitches(sampleRate: rate)
        let (utterances, recognizer) = (utterances, recognizer)
        let outcome: RobustnessOutcome
        do {
            outcome = try await battery.run(
                clipCount: utterances.count, sampleRate: rate, babble: voices,
                load: { clip in
                    let samples = try samples(of: utterances[clip])
                    pitches.add(samples, of: utterances[clip].qualifiedSpeaker)
                    return samples
                },
                predict: { try recognizer.recognize(samples: $0, sampleRate: $1).emotion },
                progress: { bar.update($0) })
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(error)
        }
        let groups = pitches.groups()
        let subjects = utterances.map { utterance in
            var attributes: [String: String] = [:]
            attributes["sex"] = utterance.sex?.rawValue
            attributes["pitch"] = groups[utterance.qualifiedSpeaker]
            return RobustnessReport.Subject(
                truth: utterance.label, speaker: utterance.qualifiedSpeaker, groups: attributes)
        }
        let report = RobustnessReport(
            outcome, subjects: subjects, labels: recognizer.labels, context: context(hasVoices: voices != nil))
        return (report, outcome.failures.map(\.reason))
    }

    private func context(hasVoices: Bool) -> RobustnessReport.Context {
        let provenance = recognizer.model.provenance
        let familiar = Set(utterances.map(\.qualifiedSpeaker)).intersection(provenance.trainingSpeakers)
        var notes = resolved.notes
        if !familiar.isEmpty {
            notes.append(
                "The model was trained on \(familiar.count) of the test speakers: these figures are not speaker-independent.")
        }
        if !hasVoices, battery.tests.contains(where: \.perturbation.needsVoices) {
            notes.append("There is no other speaker's voice to babble with: the tests that need one are left out.")
        }
        return RobustnessReport.Context(
            protocolName: resolved.reportName, isSpeakerIndependent: resolved.isSpeakerIndependent && familiar.isEmpty,
            model: provenance.name, dropped: dropped, notes: notes)
    }

    private func samples(of utterance: Utterance) throws -> [Float] {
        try Signal(contentsOf: utterance.path, options: DecodingOptions(sampleRate: recognizer.sampleRate)).samples
    }

    /// Some utterances of speakers who are not tested, in memory; nil if there are none.
    private func voices() async throws -> BabbleSource? {
        guard battery.tests.contains(where: \.perturbation.needsVoices) else { return nil }
        let tested = Set(utterances.map(\.qualifiedSpeaker))
        var generator = SeededGenerator(seed: battery.seed)
        let others = resolved.utterances.filter { !tested.contains($0.qualifiedSpeaker) }
            .shuffled(using: &generator).prefix(Self.voiceCount)
        let clips = try await concurrentMap(Array(others)) { try? samples(of: $0) }.compactMap { $0 }
        return clips.isEmpty ? nil : BabbleSource(clips)
    }

    /// Enough that no two clips hear the same babble, few enough to keep in memory.
    private static let voiceCount = 60
}
