import Foundation
import Synchronization
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneEvaluation

@Suite struct RobustnessBatteryTests {
    private struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    /// Some clips of noise, each with its own level.
    private static func clip(_ index: Int) -> [Float] {
        var generator = SeededGenerator(seed: UInt64(index))
        return (0..<4000).map { _ in Float.random(in: -1...1, using: &generator) * Float(index + 1) / 20 }
    }

    private static func level(_ samples: [Float]) -> Float { samples.reduce(0) { $0 + $1 * $1 } }

    /// Loud is anger; one that hears every change of level.
    @Sendable private static func predict(_ samples: [Float], _ sampleRate: Int) -> Emotion? {
        Int((level(samples) * 1000).truncatingRemainder(dividingBy: 2)) == 0 ? .anger : .neutral
    }

    private let voices = BabbleSource([[Float](repeating: 0.1, count: 100)])

    @Test func `a model that does not listen changes no answer`() async throws {
        let outcome = try await RobustnessBattery().run(
            clipCount: 8, sampleRate: 16000, babble: voices, load: Self.clip, predict: { _, _ in .neutral })
        let subjects = (0..<8).map { RobustnessReport.Subject(truth: $0 < 4 ? .anger : .neutral, speaker: "s/\($0 % 2)") }
        let report = RobustnessReport(
            outcome, subjects: subjects, labels: [.anger, .neutral],
            context: .init(protocolName: "toy", isSpeakerIndependent: true, model: "deaf"))
        #expect(report.tests.map(\.test) == RobustnessBattery.standard)
        #expect(report.tests.allSatisfy { $0.unchanged == 1 && $0.uar == 0.5 && $0.uarChange == 0 && $0.passed })
    }

    @Test func `every clip is loaded once and judged once a test, once as it is and once a reference`() async throws {
        let loads = Mutex<[Int: Int]>([:])
        let predictions = Mutex(0)
        let done = Mutex<[Int]>([])
        let outcome = try await RobustnessBattery().run(
            clipCount: 6, sampleRate: 16000, babble: voices,
            load: { clip in
                loads.withLock { $0[clip, default: 0] += 1 }
                return Self.clip(clip)
            },
            predict: { _, rate in
                #expect(rate == 16000)
                predictions.withLock { $0 += 1 }
                return .anger
            },
            progress: { count in done.withLock { $0.append(count) } })
        #expect(loads.withLock { $0 } == [0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 1])
        // And the booth and the place straight ahead.
        #expect(predictions.withLock { $0 } == 6 * (1 + RobustnessBattery.standard.count + 2))
        #expect(done.withLock { $0 } == [1, 2, 3, 4, 5, 6])
        #expect(outcome.clips.count == 6 && outcome.failures.isEmpty)
    }

    @Test func `a test gives the same answers by itself as in company, and other ones with another seed`() async throws {
        func answers(_ names: [String], seed: UInt64 = 1) async throws -> [[Emotion?]] {
            let tests = names.compactMap { name in RobustnessBattery.standard.first { $0.name == name } }
            let outcome = try await RobustnessBattery(tests: tests, seed: seed).run(
                clipCount: 16, sampleRate: 16000, load: Self.clip, predict: Self.predict)
            return tests.indices.map { test in outcome.clips.map { $0?.perturbed[test] ?? nil } }
        }
        let both = try await answers(["faint-noise", "gain"])
        #expect(try await answers(["gain"]) == [both[1]])
        #expect(try await answers(["gain", "faint-noise"]) == [both[1], both[0]])
        #expect(try await answers(["faint-noise", "gain"], seed: 2) != both)
    }

    @Test func `a clip that cannot be read is noted and the others go on`() async throws {
        let outcome = try await RobustnessBattery(tests: [RobustnessBattery.standard[0]]).run(
            clipCount: 3, sampleRate: 16000,
            load: { clip in
                guard clip != 1 else { throw Broken(description: "b.wav: torn") }
                return Self.clip(clip)
            }, predict: Self.predict)
        #expect(outcome.clips.map { $0 == nil } == [false, true, false])
        #expect(outcome.failures == [.init(clip: 1, reason: "b.wav: torn")])
    }

    @Test func `what the model throws ends the run`() async {
        await #expect(throws: Broken.self) {
            try await RobustnessBattery().run(
                clipCount: 2, sampleRate: 16000, load: Self.clip, predict: { _, _ in throw Broken(description: "") })
        }
    }

    @Test func `a cancelled run stops`() async {
        let task = Task {
            try await RobustnessBattery().run(
                clipCount: 1_000_000, sampleRate: 16000, load: Self.clip,
                predict: { samples, _ in
                    withUnsafeCurrentTask { $0?.cancel() }
                    return Self.predict(samples, 16000)
                })
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `without voices the tests that need them are left out`() async throws {
        let outcome = try await RobustnessBattery().run(
            clipCount: 1, sampleRate: 16000, load: Self.clip, predict: Self.predict)
        #expect(outcome.battery.tests == RobustnessBattery.standard.filter { $0.name != "babble" })
    }

    @Test func `no clips give an empty outcome`() async throws {
        let outcome = try await RobustnessBattery().run(
            clipCount: 0, sampleRate: 16000, load: Self.clip, predict: Self.predict)
        #expect(outcome.clips.isEmpty)
    }

    @Test func `the standard battery has one name a test and survives JSON`() throws {
        let battery = RobustnessBattery()
        #expect(Set(battery.tests.map(\.name)).count == battery.tests.count)
        #expect(try JSONDecoder().decode(RobustnessBattery.self, from: JSONEncoder().encode(battery)) == battery)
    }

}
