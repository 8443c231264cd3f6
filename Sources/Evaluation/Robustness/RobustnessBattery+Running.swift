public import UndertoneAffect
public import UndertoneAudio

extension RobustnessBattery {
    /// Lets a model judge every clip, as it is and after each test's perturbation, on all cores.
    ///
    /// A clip is loaded once and all tests are applied to it; only the clips under way are in memory. What is drawn for a clip
    /// depends on the seed, the test's name and the clip's samples, not on the order of clips or tests: a test by itself gives
    /// the figures that it gives in company. Cost: a prediction a clip, plus one for each test, and one more for each different
    /// reference.
    ///
    /// - Parameters:
    ///   - clipCount: how many clips there are.
    ///   - sampleRate: of all of them, in hertz.
    ///   - babble: whose voices speak behind those of the clips; without any, the tests that need them are left out.
    ///   - load: one clip's samples. What it throws is noted as a failure, and the other clips go on.
    ///   - predict: the model's answer, or nil where it finds nothing to judge. What it throws ends the run.
    ///   - progress: called after each clip with the number done.
    /// - Throws: what a perturbation or `predict` throws; `CancellationError`.
    public func run(
        clipCount: Int, sampleRate: Int, babble: BabbleSource? = nil,
        load: @escaping @Sendable (_ clip: Int) throws -> [Float],
        predict: @escaping @Sendable (_ samples: [Float], _ sampleRate: Int) throws -> Emotion?,
        progress: (@Sendable (_ done: Int) -> Void)? = nil
    ) async throws -> RobustnessOutcome {
        let battery = babble == nil ? withoutVoices : self
        let run = Run(battery: battery, sampleRate: sampleRate, babble: babble, predict: predict)
        var clips: [RobustnessOutcome.Clip?] = []
        var failures: [RobustnessOutcome.Failure] = []
        try await concurrentForEach(Array(0..<max(0, clipCount)), progress: progress) { clip in
            let samples: [Float]
            do {
                samples = try load(clip)
            } catch let error as CancellationError {
                throw error
            } catch {
                return Judgement.failure(RobustnessOutcome.Failure(clip: clip, reason: String(describing: error)))
            }
            return .answers(try run.answers(to: samples))
        } deliver: { judgement in
            switch judgement {
            case .answers(let answers): clips.append(answers)
            case .failure(let failure):
                clips.append(nil)
                failures.append(failure)
            }
        }
        return RobustnessOutcome(battery: battery, clips: clips, failures: failures)
    }

    /// The tests that need nobody else's voice.
    private var withoutVoices: RobustnessBattery {
        RobustnessBattery(tests: tests.filter { !$0.perturbation.needsVoices }, seed: seed)
    }
}

private enum Judgement: Sendable {
    case answers(RobustnessOutcome.Clip)
    case failure(RobustnessOutcome.Failure)
}

/// What is the same for all clips: impulse responses, filters, seeds.
private struct Run: Sendable {
    private struct Prepared: Sendable {
        let perturber: Perturber
        let seed: UInt64
        /// Where in `references` stands what it is compared with; nil: the clip as it is.
        let reference: Int?
    }

    private let sampleRate: Int
    private let babble: BabbleSource?
    private let predict: @Sendable ([Float], Int) throws -> Emotion?
    private let tests: [Prepared]
    /// Each different one once.
    private let references: [Perturber]
    private let seed: UInt64

    init(
        battery: RobustnessBattery, sampleRate: Int, babble: BabbleSource?,
        predict: @escaping @Sendable ([Float], Int) throws -> Emotion?
    ) {
        var references: [Perturbation] = []
        tests = battery.tests.map { test in
            if let reference = test.reference, !references.contains(reference) { references.append(reference) }
            return Prepared(
                perturber: Perturber(test.perturbation, sampleRate: sampleRate),
                seed: battery.seed ^ ContentHash(bytes: Array(test.name.utf8)).low,
                reference: test.reference.flatMap { references.firstIndex(of: $0) })
        }
        self.references = references.map { Perturber($0, sampleRate: sampleRate) }
        self.sampleRate = sampleRate
        self.babble = babble
        self.predict = predict
        seed = battery.seed
    }

    func answers(to samples: [Float]) throws -> RobustnessOutcome.Clip {
        let content = ContentHash(Signal(samples: samples, sampleRate: sampleRate)).low
        func answer(_ perturber: Perturber, _ seed: UInt64) throws -> Emotion? {
            try Task.checkCancellation()
            var generator = SeededGenerator(seed: content ^ seed)
            return try predict(perturber.apply(to: samples, using: &generator, babble: babble), sampleRate)
        }
        let clean = try predict(samples, sampleRate)
        let compared = try references.map { try answer($0, seed) }
        return RobustnessOutcome.Clip(
            clean: clean, perturbed: try tests.map { try answer($0.perturber, $0.seed) },
            reference: tests.map { test in test.reference.map { compared[$0] } ?? clean })
    }
}
