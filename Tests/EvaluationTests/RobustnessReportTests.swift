import Foundation
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneEvaluation

/// Reports reckoned from answers written down here.
@Suite struct RobustnessReportTests {
    private static let battery = RobustnessBattery(
        tests: [
            RobustnessTest(
                name: "gain", group: .smallChanges, perturbation: .gain(decibels: [1]), minimumUnchanged: 0.7,
                publishedMedian: 1),
            RobustnessTest(
                name: "room", group: .channel, perturbation: .microphone, reference: .telephone(.gsm), minimumUnchanged: 0.8,
                minimumRecallChange: -0.3),
        ], seed: 5)

    private static func clip(_ clean: Emotion?, _ gain: Emotion?, _ room: Emotion?, _ booth: Emotion?) -> RobustnessOutcome.Clip {
        RobustnessOutcome.Clip(clean: clean, perturbed: [gain, room], reference: [clean, booth])
    }

    /// Four clips, one unreadable, one of a class that the model does not know.
    private static func report(notes: [String] = []) -> RobustnessReport {
        let outcome = RobustnessOutcome(
            battery: battery,
            clips: [
                clip(.anger, .anger, .anger, .anger), clip(.anger, .neutral, .neutral, .anger),
                clip(.neutral, .neutral, nil, nil), clip(.anger, .anger, .neutral, .neutral), nil,
                clip(.anger, .anger, .anger, .anger),
            ],
            failures: [.init(clip: 4, reason: "e.wav: torn")])
        func subject(_ truth: Emotion, _ speaker: String, _ sex: String) -> RobustnessReport.Subject {
            .init(truth: truth, speaker: speaker, groups: ["sex": sex])
        }
        let subjects = [
            subject(.anger, "c/1", "female"), subject(.anger, "c/2", "male"), subject(.neutral, "c/1", "female"),
            subject(.neutral, "c/2", "male"), subject(.neutral, "c/2", "male"), subject(.calm, "c/2", "male"),
        ]
        return RobustnessReport(
            outcome, subjects: subjects, labels: [.anger, .neutral],
            context: .init(
                protocolName: "toy", isSpeakerIndependent: true, model: "mine", dropped: ["excluded by the protocol": 2],
                notes: notes))
    }

    @Test func `shares and recalls are counted over the clips that count`() {
        let report = Self.report()
        #expect(report.utterances == 4 && report.speakers == 2 && report.seed == 5)
        #expect(report.dropped == ["excluded by the protocol": 2, "unreadable recording": 1, "the model does not know calm": 1])
        #expect(report.uar == 0.75 && report.accuracy == 0.75)
        // Anger 1 of 2, neutral 1 of 2.
        let gain = report.tests[0]
        #expect(gain.unchanged == 0.75 && gain.uar == 0.5 && gain.uarChange == -0.25 && gain.passed)
        // No answer is unchanged where it stays, and never right: anger 1 of 2, neutral 1 of 2; in the booth 2 and 1 of 2.
        let room = report.tests[1]
        #expect(room.unchanged == 0.75 && room.uar == 0.5 && room.uarChange == -0.25 && !room.passed)
    }

    @Test func `the baselines are those of a constant answer and of one drawn by the classes' shares`() {
        let baselines = Self.report().baselines
        #expect(baselines["majority"]?.unchanged == 1 && baselines["majority"]?.uar == 0.5)
        #expect(baselines["random"]?.unchanged == 0.5 && baselines["random"]?.uar == 0.5)
    }

    @Test func `a threshold has to be passed, not only met`() {
        let test = Self.battery.tests[1]
        #expect(test.passes(unchanged: 0.81, recallChange: -0.29))
        #expect(!test.passes(unchanged: 0.8, recallChange: 0))
        #expect(!test.passes(unchanged: 1, recallChange: -0.3))
        #expect(Self.battery.tests[0].passes(unchanged: 0.71, recallChange: -1))
    }

    @Test func `each group stands beside everybody`() throws {
        let rows = Self.report().fairness
        #expect(rows.map(\.group) == ["female", "male"])
        let (female, male) = (rows[0], rows[1])
        #expect(female.utterances == 2 && female.uar == 1 && female.uarChange == 0.25 && !female.passed)
        #expect(female.recallChanges == ["anger": 0, "neutral": 0.5])
        #expect(abs(try #require(female.precisionChanges["anger"]) - 1.0 / 3) < 1e-12)
        // Nobody took a man for neutral, so there is no precision of it.
        #expect(male.recallChanges == ["anger": 0, "neutral": -0.5] && male.precisionChanges.keys.sorted() == ["anger"])
    }

    @Test func `groups alike pass`() {
        let clips = (0..<8).map { Self.clip($0 % 2 == 0 ? .anger : .neutral, nil, nil, nil) }
        let subjects = (0..<8).map { index in
            RobustnessReport.Subject(
                truth: index % 2 == 0 ? .anger : .neutral, speaker: "c/\(index)", groups: ["pitch": index < 4 ? "low" : "high"])
        }
        let report = RobustnessReport(
            RobustnessOutcome(battery: Self.battery, clips: clips), subjects: subjects, labels: [.anger, .neutral],
            context: .init(protocolName: "toy", isSpeakerIndependent: true, model: "mine"))
        #expect(report.fairness.map(\.group) == ["high", "low"] && report.fairness.allSatisfy(\.passed))
    }

    @Test func `its JSON has the keys of the contract and survives a round trip`() throws {
        let report = Self.report(notes: ["Two speakers."])
        let data = try JSONEncoder().encode(report)
        #expect(try JSONDecoder().decode(RobustnessReport.self, from: data) == report)
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(
            Set(object.keys) == [
                "protocol", "speaker_independent", "model", "seed", "labels", "speakers", "utterances", "dropped", "accuracy",
                "uar", "tests", "baselines", "fairness", "notes",
            ])
        let row = try #require((object["tests"] as? [[String: Any]])?.first)
        #expect(Set(row.keys) == ["test", "unchanged", "uar", "uar_change", "passed"])
        let test = try #require(row["test"] as? [String: Any])
        #expect(Set(test.keys) == ["name", "group", "perturbation", "minimum_unchanged", "published_median"])
    }

    @Test func `nothing judged gives zeros`() {
        let report = RobustnessReport(
            RobustnessOutcome(battery: Self.battery, clips: []), subjects: [], labels: [.anger],
            context: .init(protocolName: "toy", isSpeakerIndependent: true, model: "mine"))
        #expect(report.tests.map(\.unchanged) == [0, 0] && report.fairness.isEmpty && report.uar == 0)
    }

    @Test func `the table shows each test beside its thresholds and the two baselines`() {
        #expect(
            Self.report(notes: ["Only 2 speakers."]).table == """
                toy: mine, 4 utterances of 2 speakers, UAR 0.750 as they are
                left out: 2 (excluded by the protocol), 1 (the model does not know calm), 1 (unreadable recording)

                                   unchanged  above  published    UAR  change  above
                small changes
                gain                   0.750   0.70       1.00  0.500  -0.250      –  pass
                channel
                room                   0.750   0.80          –  0.500  -0.250  -0.30  FAIL
                without listening
                majority               1.000                    0.500   0.000
                random                 0.500                    0.500   0.000

                1 of 2 tests passed.
                unchanged: share of clips with the same answer; UAR and its change: on the perturbed clips (room and position are
                compared with a booth and with one metre straight ahead); above: the thresholds of Derington et al. (arXiv
                2312.06270); published: the median of their eleven models on their corpora, with recorded noise and rooms.

                Fairness: each group minus all
                             utterances    UAR  change  within          recall  within     precision  within
                all                   4  0.750
                sex: female           2  1.000  +0.250   0.075  neutral +0.500   0.175  anger +0.333   0.075  FAIL
                sex: male             2  0.500  -0.250   0.075  neutral -0.500   0.175  anger -0.167   0.075  FAIL

                recall and precision: the class with the largest difference. The thresholds are the paper's, for 1000
                utterances a group; with fewer, chance alone may pass them.
                ! Only 2 speakers.

                """)
    }

    @Test func `the Markdown report has a table for the tests and one for the groups`() {
        let text = Self.report().markdown
        #expect(
            text.hasPrefix("# Robustness by toy: mine\n\n4 utterances of 2 speakers; no test speaker was trained on; seed 5."))
        #expect(
            text.contains(
                "| **small changes** |  |  |  |  |  |  |  |\n| gain | 0.750 | 0.70 | 1.00 | 0.500 | -0.250 | – | pass |"))
        #expect(text.contains("| room | 0.750 | 0.80 | – | 0.500 | -0.250 | -0.30 | FAIL |"))
        #expect(
            text.contains("| sex: female | 2 | 1.000 | +0.250 | 0.075 | neutral +0.500 | 0.175 | anger +0.333 | 0.075 | FAIL |"))
    }
}
