import ArgumentParser
import Foundation
import Undertone
import UndertoneAudio
import UndertoneLearning

struct ModelAdaptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapt",
        abstract: "Let a model get used to recordings, without labels, and store it.",
        discussion: """
            Another language, another telephone line or another way of speaking shifts whatever a voice is measured by, and a model \
            that never heard the like takes the shift for an emotion. Here it hears recordings of the kind that it is meant for, and \
            counts from how they sound on the whole; nobody needs to say what they express. The result is a model like any other: for \
            single recordings, live voices and the server. A hundred recordings of many speakers and moods are better than ten; all \
            of one mood would have the mood taken for the way they sound.

            EXAMPLES
              undertone model adapt calls/ --output our-line
              undertone predict today.wav --model our-line
              undertone serve --model our-line
            """)

    @Argument(help: "Recordings, and folders of recordings.")
    var paths: [String]

    @Option(help: "A model bundle's folder, or the name of a built-in model.")
    var model: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the model bundle.", valueName: "dir"))
    var output: String

    /// Fewer utterances say little of how others will sound: the average voice weighs as much as eight.
    private static let fewest = 20

    func validate() throws {
        if paths.isEmpty { throw ValidationError("Name at least one recording.") }
        if paths.contains("-") { throw ValidationError("adapt hears recordings, not standard input.") }
    }

    func run() async throws {
        let recognizer = try Models.recognizer(named: model)
        let origin = recognizer.model.provenance.name
        guard recognizer.adaptsToVoices else { throw Failure("\(origin) cannot get used to a corpus; a model of kind mlp can") }
        let (recordings, unfound) = RecordingPaths.expand(paths)
        let (heard, unread) = try await recognizer.hear(
            recordings, options: DecodingOptions(sampleRate: recognizer.sampleRate), title: "Getting used to the corpus")
        let complaints = unfound + unread
        for complaint in complaints { StandardError.write("undertone: \(complaint)\n") }
        // Where no recording can be read, that has been said.
        guard recordings.count > unread.count else { throw ExitCode(1) }
        guard heard.count > 0 else { throw Failure("nobody speaks in these recordings: there is nothing to get used to") }
        if heard.count < Self.fewest {
            StandardError.write(
                "undertone: \(heard.count) utterances say little of how others will sound; \(Self.fewest) or more would be better\n")
        }
        do {
            let adapted = try recognizer.adapted(to: heard).model
            var provenance = adapted.provenance
            provenance.name = URL(fileURLWithPath: output).lastPathComponent
            let acquaintance = ModelProvenance.Acquaintance(recordings: recordings.count - unread.count, utterances: heard.count)
            provenance.acquaintances = (provenance.acquaintances ?? []) + [acquaintance]
            let bundle = ModelBundle(
                model: adapted.model, recipe: adapted.recipe, provenance: provenance, reference: adapted.reference)
            let card = ModelCard(
                title: provenance.name, summary: "\(origin), used to recordings of one kind.",
                licence: ModelCard.licence(inModelAt: try Models.folder(named: model)))
            try bundle.write(to: URL(fileURLWithPath: output), card: card)
        } catch let error as Failure {
            throw error
        } catch {
            throw Failure(error)
        }
        StandardError.write("Wrote \(output), used to \(heard.count) utterances\n")
        if !complaints.isEmpty { throw ExitCode(1) }
    }
}
