import ArgumentParser
import Foundation
import UndertoneAudio
import UndertoneFeatures
import UndertonePictures

struct AugmentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "augment",
        abstract: "Make recordings sound as if they had been made elsewhere: noise, rooms, telephones.",
        discussion: """
            What training hears besides the recordings themselves, to be listened to and looked at. A recipe is a list of \
            augmentations with commas between them, applied in that order; each takes a number or a range from which to draw, \
            and may have a probability: noise:5..30@0.5. The same seed gives the same sound. What was drawn is printed.

            \(Self.table)

            EXAMPLES
              undertone augment call.wav --with reverb,noise:10 -o out.wav
              undertone augment call.wav --with telephone:gsm -o out.wav --plot both.png
              undertone augment call.wav --with pitch:-2..2,tempo --copies 5 -o copies/
              undertone augment calls/ --with babble,gain:-10..6@0.5 --seed 7 -o noisy/
              undertone augment call.wav --with babble:15 --voices others/ -o out.wav
            """)

    /// One augmentation a line, with its default.
    private static let table = Augmentation.defaults
        .map { "  \(String(describing: $0).padding(toLength: 27, withPad: " ", startingAt: 0))\($0.explanation)" }
        .joined(separator: "\n")

    @Argument(help: "Recordings, or folders of recordings; at most ten minutes each.")
    var paths: [String]

    @Option(name: .customLong("with"), help: ArgumentHelp("What to do to them.", valueName: "recipe"))
    var recipeText: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Where to write: a .wav for one copy of one recording, else a folder.", valueName: "file|folder"))
    var output: String

    @Option(help: "What all that is drawn comes from.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How many of each recording, every one drawn anew.", valueName: "count"))
    var copies: Int = 1

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Recordings, or folders of them, with the voices for babble and mixup; without it the other recordings.",
            valueName: "path"))
    var voices: [String] = []

    @Option(
        help: ArgumentHelp(
            "Draw the first recording before and after: a .png, .svg or .pdf.", valueName: "file"))
    var plot: String?

    @Flag(help: "Write 32-bit floats instead of 16-bit integers, which clip what is beyond full scale.")
    var float = false

    func validate() throws {
        if paths.isEmpty { throw ValidationError("Name at least one recording.") }
        do { _ = try AugmentationRecipe(parsing: recipeText) } catch { throw ValidationError(String(describing: error)) }
        if !(1...1000).contains(copies) { throw ValidationError("--copies takes 1 to 1000.") }
        if let plot, PictureFormat(fileName: plot) == nil {
            throw ValidationError("A picture's name ends in .png, .svg or .pdf, and '\(plot)' does not.")
        }
    }

    func run() async throws {
        let recipe = try AugmentationRecipe(parsing: recipeText)
        let (recordings, complaints) = RecordingPaths.expand(paths)
        let (voices, missing) = RecordingPaths.expand(voices)
        for complaint in complaints + missing { StandardError.write("undertone: \(complaint)\n") }
        let places = try AugmentedPlaces(recordings, namedAs: paths, copies: copies, output: output)
        let work = AugmentationWork(
            recipe: recipe, voices: voices.isEmpty ? recordings : voices,
            encoding: float ? .float32 : .integer16)
        try work.checkVoices(for: recordings)
        var generator = SeededGenerator(seed: seed)
        let jobs = recordings.map { recording in
            AugmentationWork.Job(recording: recording, outputs: places.outputs(of: recording), seed: generator.next())
        }
        var failures = 0
        do {
            // Before anything is made, whether its picture can be written at all.
            let picture = try plot.map { try OutputFile(url: URL(fileURLWithPath: $0)) }
            try places.makeFolders()
            let bar = ProgressBar("Augmenting", total: jobs.count)
            defer { bar.finish() }
            try await concurrentForEach(jobs, progress: { bar.update($0) }) { try work.result(of: $0) } deliver: { done in
                switch done {
                case .success(let lines): for line in lines { try StandardOutput.line(line) }
                case .failure(let failure):
                    failures += 1
                    StandardError.write("undertone: \(failure.sentence)\n")
                }
            }
            if let picture, failures == 0, let first = jobs.first { try draw(first, to: picture) }
        } catch let error as CancellationError {
            throw error
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(error)
        }
        if failures > 0 || !complaints.isEmpty || !missing.isEmpty { throw ExitCode(1) }
    }

    private func draw(_ job: AugmentationWork.Job, to file: OutputFile) throws {
        guard let plot, let format = PictureFormat(fileName: plot), let output = job.outputs.first else { return }
        let recordings = try [job.recording, output].map { path in
            PicturedRecording(
                name: URL(fileURLWithPath: path).lastPathComponent, traces: try RecordingTraces(contentsOf: path))
        }
        let bytes = try VoicePicture(recordings).encoded(as: format, width: 1200, height: 900)
        try bytes.withUnsafeBytes { try file.write($0) }
        try Task.checkCancellation()
        try file.commit()
    }
}
