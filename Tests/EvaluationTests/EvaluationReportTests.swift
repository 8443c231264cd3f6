import Foundation
import Testing
import UndertoneAffect
import UndertoneEvaluation

@Suite struct EvaluationReportTests {
    let labels: LabelSet = [.anger, .neutral]

    private func row(_ file: String, _ speaker: String, _ truth: Emotion, anger: Double, fold: Int = 0) -> PredictionRow {
        PredictionRow(
            file: file, speaker: speaker, truth: truth,
            probabilities: Probabilities(labels: labels, values: [anger, 1 - anger]), fold: fold)
    }

    private var rows: [PredictionRow] {
        [
            row("a.wav", "c/1", .anger, anger: 0.9), row("b.wav", "c/1", .neutral, anger: 0.2),
            row("c.wav", "c/2", .anger, anger: 0.4, fold: 1), row("d.wav", "c/2", .neutral, anger: 0.1, fold: 1),
        ]
    }

    private func report(speakerIndependent: Bool = true, dropped: [String: Int] = [:]) -> EvaluationReport {
        EvaluationReport(
            rows: rows, labels: labels,
            context: .init(
                protocolName: "toy", isSpeakerIndependent: speakerIndependent, model: "svm", dropped: dropped,
                parameters: ["C 1", "C 10"], validations: [.init(accuracy: 0.7, uar: 0.65), .init(accuracy: 0.6, uar: 0.55)]))
    }

    @Test func `its JSON has the keys of the contract`() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: JSONEncoder().encode(report())) as? [String: Any])
        #expect(object["protocol"] as? String == "toy")
        let folds = try #require(object["folds"] as? [[String: Any]])
        #expect(folds[1]["validation"] as? [String: Double] == ["accuracy": 0.6, "uar": 0.55])
        #expect(object["accuracy"] as? Double == 0.75)
        #expect(object["uar"] as? Double == 0.75)
        #expect(object["confusion"] as? [[Int]] == [[1, 1], [0, 2]])
        let perClass = try #require(object["per_class"] as? [String: [String: Double]])
        #expect(perClass["anger"] == ["precision": 1, "recall": 0.5, "f1": 2.0 / 3, "support": 2])
        #expect((object["ci95"] as? [String: [Double]])?["uar"]?.count == 2)
        let baselines = try #require(object["baselines"] as? [String: [String: Double]])
        #expect(baselines["majority"]?["accuracy"] == 0.5)
        #expect(baselines["random"]?["macro_f1"] == 0.5)
        for key in ["macro_f1", "ece", "labels", "speakers", "utterances", "dropped", "folds", "model", "seed", "notes"] {
            #expect(object[key] != nil, "\(key)")
        }
    }

    @Test func `it survives a round trip through JSON`() throws {
        let report = report(dropped: ["calm": 3])
        #expect(try JSONDecoder().decode(EvaluationReport.self, from: JSONEncoder().encode(report)) == report)
    }

    @Test func `the table shows three rows, each class and the confusion`() {
        let lines = report(dropped: ["calm": 3]).table.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines[0] == "toy: svm, 4 utterances of 2 speakers")
        #expect(lines[1] == "left out: 3 (calm)")
        #expect(lines[3] == "                     accuracy                  UAR             macro-F1")
        #expect(lines[4] == "model     0.750 [0.500–1.000]  0.750 [0.500–1.000]  0.733 [0.333–1.000]")
        #expect(lines[5] == "majority                0.500                0.500                0.333")
        #expect(lines[6] == "random                  0.500                0.500                0.500")
        #expect(lines.contains("anger        1        1"))
        #expect(lines.contains("! Only 2 speakers were tested: the figures may not hold for others."))
    }

    @Test func `the Markdown report has a table for each part`() {
        let text = report().markdown
        #expect(text.hasPrefix("# toy: svm\n\n4 utterances of 2 speakers; no test speaker was trained on; seed 1.\n"))
        #expect(text.contains("| majority | 0.500 | 0.500 | 0.333 |"))
        #expect(text.contains("| anger | 1 | 1 |"))
        #expect(text.contains("| 2 | c/2 | 2 | 0.500 | 0.500 | 0.550 | C 10 |"))
    }

    @Test func `a speaker-independent result too good to be true is called so`() {
        let perfect = [row("a", "c/1", .anger, anger: 1), row("b", "c/2", .neutral, anger: 0)]
        func notes(speakerIndependent: Bool) -> [String] {
            EvaluationReport(
                rows: perfect, labels: labels,
                context: .init(protocolName: "p", isSpeakerIndependent: speakerIndependent, model: "m")
            ).notes
        }
        #expect(notes(speakerIndependent: true).contains { $0.hasPrefix("A speaker-independent UAR above 0.90 is suspicious") })
        #expect(!notes(speakerIndependent: false).contains { $0.contains("suspicious") })
        #expect(notes(speakerIndependent: false).contains { $0.hasPrefix("The split is not speaker-independent") })
    }

    @Test func `a truth outside the labels is counted as left out`() {
        let report = EvaluationReport(
            rows: rows + [row("e.wav", "c/3", .calm, anger: 1)], labels: labels,
            context: .init(protocolName: "toy", isSpeakerIndependent: true, model: "svm"))
        #expect(report.utterances == 4)
        #expect(report.dropped == ["label outside the protocol": 1])
    }

    @Test func `predictions are written as CSV with awkward names quoted`() {
        let csv = [row("a, \"b\".wav", "c/1", .anger, anger: 0.75)].csv(labels: labels)
        #expect(
            csv == """
                file,speaker,fold,truth,predicted,confidence,anger,neutral
                "a, ""b"".wav",c/1,0,anger,anger,0.750000,0.750000,0.250000

                """)
    }
}
