import ArgumentParser
import Foundation
import UndertoneAffect
import UndertoneAudio
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneLearning
import UndertoneNeural

struct ModelInfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Say what a model is, where it comes from, and what it was measured to do.",
        discussion: """
            EXAMPLES
              undertone model info
              undertone model info my-model --card
            """)

    @Argument(help: "A bundle's folder, or the name of a built-in model; the default model when left out.")
    var model: String?

    @Flag(help: "Print the whole model card.")
    var card = false

    func run() throws {
        let folder = try Models.folder(named: model)
        let bundle = try Models.bundle(named: model)
        if card {
            guard let text = try? String(contentsOfFile: folder + "/README.md", encoding: .utf8) else {
                throw Failure("\(folder): the model has no card (README.md)")
            }
            try StandardOutput.write(text)
            return
        }
        let provenance = bundle.provenance
        try StandardOutput.line("\(provenance.name): \(bundle.model.parameters)")
        try StandardOutput.line("tells apart   \(bundle.labels.map(\.rawValue).joined(separator: ", "))")
        try StandardOutput.line("listens at    \(bundle.recipe.sampleRate) Hz, \(bundle.model.featuresInWords)")
        if bundle.model.adaptation != nil {
            try StandardOutput.line("gets used to  a voice or a corpus of which it has heard more (predict --one-voice, --one-corpus)")
        }
        for acquaintance in provenance.acquaintances ?? [] { try StandardOutput.line("is used to    \(acquaintance)") }
        if let net = bundle.model.parameters.neural?.net {
            let table = try net.table(frames: 300).split(separator: "\n").map { "              \($0)" }
            try StandardOutput.line(
                "net           \(bundle.model.takesFrames ? "of 300 frames:" : "")\n\(table.joined(separator: "\n"))")
        }
        try StandardOutput.line("cuts into     \(bundle.recipe.segmentation)")
        if bundle.recipe.conditioning != .none { try StandardOutput.line("conditions    \(bundle.recipe.conditioning)") }
        for corpus in provenance.corpora {
            try StandardOutput.line(
                "learnt from   \(corpus.name): \(corpus.utterances) utterances of \(corpus.speakers) speakers "
                    + "(\(corpus.licence))")
        }
        if let reference = bundle.reference {
            let emotions = reference.emotions.map(\.rawValue).joined(separator: ", ")
            try StandardOutput.line("compares with averages of training voices: \(emotions)")
        }
        try StandardOutput.line("trained       \(provenance.date), protocol \(provenance.protocolName), seed \(provenance.seed)")
        try StandardOutput.line("              \(provenance.selection)\n")
        var table = TextTable(["EVALUATED ON", "SPEAKERS", "UTTERANCES", "ACCURACY", "UAR", "95 %", "ECE"])
        for figures in provenance.evaluations {
            let interval = figures.ci95["uar"].map { "\(decimal($0.low))–\(decimal($0.high))" } ?? ""
            table.add([
                figures.protocolName + (figures.isSpeakerIndependent ? "" : " (same speakers)"),
                String(figures.speakers), String(figures.utterances), decimal(figures.accuracy), decimal(figures.uar),
                interval, decimal(figures.ece),
            ])
        }
        try table.write()
    }

    private func decimal(_ value: Double) -> String { String(format: "%.3f", value) }
}
