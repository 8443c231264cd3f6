public import UndertoneAffect

extension RobustnessReport {
    /// Who spoke a clip, and what.
    public struct Subject: Hashable, Sendable {
        public let truth: Emotion
        /// The speaker across corpora, for example `emodb/03`.
        public let speaker: String
        /// The speaker's group by attribute, for example `["sex": "female", "pitch": "high"]`; unknown ones are left out.
        public let groups: [String: String]

        public init(truth: Emotion, speaker: String, groups: [String: String] = [:]) {
            self.truth = truth
            self.speaker = speaker
            self.groups = groups
        }
    }

    /// Reckons up a battery's answers.
    ///
    /// Clips that could not be read are left out and counted, as are those whose truth is none of `labels`. No answer, or one
    /// outside the labels, is an answer of its own: never right, and unchanged where it stays.
    ///
    /// - Parameters:
    ///   - subjects: one a clip.
    ///   - labels: what the model tells apart.
    ///   - fairness: by which attributes to compare groups.
    /// - Precondition: as many subjects as clips.
    public init(
        _ outcome: RobustnessOutcome, subjects: [Subject], labels: LabelSet, context: Context,
        fairness: [FairnessTest] = FairnessTest.standard
    ) {
        precondition(outcome.clips.count == subjects.count, "one subject a clip")
        var dropped = context.dropped
        var judged: [Judged] = []
        for (clip, subject) in zip(outcome.clips, subjects) {
            if let clip, let truth = labels.index(of: subject.truth) {
                judged.append(Judged(clip: clip, subject: subject, truth: truth))
            } else {
                let reason = clip == nil ? "unreadable recording" : "the model does not know \(subject.truth)"
                dropped[reason, default: 0] += 1
            }
        }
        let tally = Tally(labels: labels)
        let clean = tally.metrics(judged) { $0.clean }
        let truth = judged.map(\.truth)

        protocolName = context.protocolName
        isSpeakerIndependent = context.isSpeakerIndependent
        model = context.model
        seed = outcome.battery.seed
        self.labels = labels
        speakers = Set(judged.map(\.subject.speaker)).count
        utterances = judged.count
        self.dropped = dropped
        accuracy = clean.accuracy
        uar = clean.unweightedAverageRecall
        tests = outcome.battery.tests.indices.map { index in
            Self.row(outcome.battery.tests[index], index, judged, tally)
        }
        baselines = [
            "majority": Reference(unchanged: 1, uar: Baseline.majority(truth: truth, classCount: labels.count).uar),
            "random": Self.random(truth: truth, classCount: labels.count),
        ]
        self.fairness = fairness.flatMap { Self.rows($0, judged, clean, tally) }
        notes = context.notes
    }

    private struct Judged {
        let clip: RobustnessOutcome.Clip
        let subject: Subject
        let truth: Int
    }

    private struct Tally {
        let labels: LabelSet

        /// One class more than there are labels: that of no answer. It is nobody's truth and so in no mean.
        func metrics(_ judged: [Judged], answer: (RobustnessOutcome.Clip) -> Emotion?) -> ClassificationMetrics {
            ClassificationMetrics(
                truth: judged.map(\.truth),
                predicted: judged.map { answer($0.clip).flatMap(labels.index(of:)) ?? labels.count },
                classCount: labels.count + 1)
        }
    }

    private static func row(_ test: RobustnessTest, _ index: Int, _ judged: [Judged], _ tally: Tally) -> Row {
        let same = judged.count { $0.clip.perturbed[index] == $0.clip.reference[index] }
        let unchanged = judged.isEmpty ? 0 : Double(same) / Double(judged.count)
        let uar = tally.metrics(judged) { $0.perturbed[index] }.unweightedAverageRecall
        let change = uar - tally.metrics(judged) { $0.reference[index] }.unweightedAverageRecall
        return Row(
            test: test, unchanged: unchanged, uar: uar, uarChange: change,
            passed: test.passes(unchanged: unchanged, recallChange: change))
    }

    /// Two draws with the classes' shares agree with the sum of the squared shares, which is also the accuracy of one.
    private static func random(truth: [Int], classCount: Int) -> Reference {
        let baseline = Baseline.random(truth: truth, classCount: classCount)
        return Reference(unchanged: baseline.accuracy, uar: baseline.uar)
    }

    private static func rows(
        _ test: FairnessTest, _ judged: [Judged], _ all: ClassificationMetrics, _ tally: Tally
    ) -> [FairnessRow] {
        let groups = Dictionary(grouping: judged.filter { $0.subject.groups[test.attribute] != nil }) {
            $0.subject.groups[test.attribute] ?? ""
        }
        return groups.sorted { $0.key < $1.key }.map { group, members in
            FairnessRow(
                test: test, group: group, metrics: tally.metrics(members) { $0.clean }, all: all, labels: tally.labels)
        }
    }
}
