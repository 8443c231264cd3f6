import Foundation
import UndertoneAffect
import UndertoneEvaluation

/// What a model's README says to people: the words; data and figures come from the bundle.
public struct ModelCard: Hashable, Sendable {
    public var title: String
    public var summary: String
    /// The licence of the weights, as Hugging Face writes it in the card's head, or nil when it is not decided.
    public var licence: String?
    public var intendedUse: [String]
    public var knownFailures: [String]

    public init(
        title: String = "Speech emotion recognition model", summary: String = "",
        licence: String? = nil, intendedUse: [String] = ModelCard.usualUse,
        knownFailures: [String] = ModelCard.usualFailures
    ) {
        self.title = title
        self.summary = summary
        self.licence = licence
        self.intendedUse = intendedUse
        self.knownFailures = knownFailures
    }

    public static let usualUse = [
        "Saying which emotion a voice expresses, as a listener would hear it; never what a person feels.",
        "Research, teaching about the technique, and tools that the speaker knows of and agreed to.",
    ]

    public static let usualFailures = [
        "Acted speech was learnt from: spontaneous speech is subtler, and figures on it are lower.",
        "Other languages, accents, ages, microphones and noise than those of the corpora lower the accuracy.",
        "A short or very quiet recording carries little of an emotion; its probabilities should be near even, and are not "
            + "always.",
    ]

    /// The licence in the head of a model's card, if it has one.
    public static func licence(inModelAt folder: String) -> String? {
        guard let text = try? String(contentsOfFile: folder + "/README.md", encoding: .utf8) else { return nil }
        let head = text.split(separator: "\n").dropFirst().prefix { $0 != "---" }
        return head.first { $0.hasPrefix("license: ") }.map { String($0.dropFirst("license: ".count)) }
    }

    /// The card as Markdown with Hugging Face's YAML head.
    public func markdown(_ bundle: ModelBundle) -> String {
        let provenance = bundle.provenance
        var lines = ["---", "library_name: undertone", "pipeline_tag: audio-classification"]
        if let licence { lines.append("license: \(licence)") }
        lines += ["tags:", "- speech-emotion-recognition", "---", "", "# \(title)", ""]
        if !summary.isEmpty { lines += [summary, ""] }
        lines += [
            "It tells apart: \(bundle.labels.map(\.rawValue).joined(separator: ", ")).",
            "Classifier: \(bundle.model.parameters), \(bundle.model.featuresInWords); \(provenance.selection).",
            bundle.model.adaptation == nil
                ? "It hears every recording by itself."
                : "It gets used to a voice or to a corpus of which it has heard other recordings, unlabelled (`predict --one-voice`, "
                    + "`--one-corpus`); the figures below are of voices that it has not.",
        ]
        lines += (provenance.acquaintances ?? []).map { "After these figures it got used to \($0) (`undertone model adapt`)." }
        lines += [
            "", "## Data", "", "| corpus | licence | speakers | utterances |", "|---|---|---:|---:|",
        ]
        lines += provenance.corpora.map { "| \($0.name) | \($0.licence) | \($0.speakers) | \($0.utterances) |" }
        let copies = provenance.augmentation.map { ", joined by \($0)" } ?? ""
        lines += ["", "Trained on \(provenance.date) by the protocol \(provenance.protocolName), seed \(provenance.seed)\(copies).", ""]
        lines += ["## Figures", ""] + figures(provenance.evaluations)
        if let reference = bundle.reference { lines += ["", "## Reference voices", ""] + voices(reference) }
        lines += ["", "## Intended use", ""] + intendedUse.map { "* " + $0 }
        lines += [
            "", "## Forbidden use", "",
            "* Inferring emotions of people at work or in education: prohibited in the European Union "
                + "(Regulation 2024/1689, article 5), medical and safety reasons excepted.",
            "* Deciding about a person by its output alone.",
        ]
        lines += ["", "## Known failures", ""] + knownFailures.map { "* " + $0 }
        let versions = provenance.versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        if !versions.isEmpty { lines += ["", "Made with \(versions.joined(separator: ", "))."] }
        return lines.joined(separator: "\n") + "\n"
    }

    private func voices(_ reference: VoiceReference) -> [String] {
        func number(_ value: Double) -> String { String(format: abs(value) < 10 ? "%.2f" : "%.1f", value) }
        let measures = VoiceMeasure.allCases.filter { reference.statistics($0, of: .neutral) != nil }
        let rows = reference.emotions.map { emotion in
            let means = measures.map { reference.statistics($0, of: emotion).map { number($0.mean) } ?? "" }
            return "| \(emotion) | \(means.joined(separator: " | ")) |"
        }
        return [
            "Averages over the training utterances, by which `undertone predict --explain` says what stands out in a voice.",
            "Speakers differ, in pitch more than emotions do, and microphones differ in brightness: no norm for anybody.", "",
            "| | \(measures.map { "\($0.rawValue.replacing("_", with: " ")) (\($0.unit))" }.joined(separator: " | ")) |",
            "|---|" + String(repeating: "---:|", count: measures.count),
        ] + rows
    }

    private func figures(_ evaluations: [ModelProvenance.Figures]) -> [String] {
        guard !evaluations.isEmpty else { return ["Not evaluated."] }
        func number(_ value: Double) -> String { String(format: "%.3f", value) }
        return [
            "| protocol | speakers | utterances | accuracy | UAR [95 %] | macro-F1 | ECE |",
            "|---|---:|---:|---:|---:|---:|---:|",
        ]
            + evaluations.map { figures in
                let interval = figures.ci95["uar"].map { " [\(number($0.low))–\(number($0.high))]" } ?? ""
                let name = figures.protocolName + (figures.isSpeakerIndependent ? "" : " (same speakers)")
                return "| \(name) | \(figures.speakers) | \(figures.utterances) | \(number(figures.accuracy)) "
                    + "| \(number(figures.uar))\(interval) | \(number(figures.macroF1)) | \(number(figures.ece)) |"
            }
    }
}
