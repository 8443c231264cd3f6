import ArgumentParser
import Foundation
import Undertone
import UndertoneAudio
import UndertoneFeatures
import UndertonePictures

struct PlotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw a recording: waveform, spectrogram, pitch, formants, intensity and emotion.",
        discussion: """
            The ending of the file's name says whether it becomes a PNG, an SVG or a PDF. Any length of recording can be \
            drawn; formants are shown up to a minute. Intensity is in decibels above 20 micropascal, as if a sample of 1 \
            were 1 pascal.

            EXAMPLES
              undertone plot call.wav -o call.png
              undertone plot call.wav -o call.pdf --no-emotion
              undertone plot calm.wav angry.wav --compare -o both.svg
              undertone plot call.wav -o call.png --theme dark --width 800 --height 1200
            """)

    @Argument(help: "A recording, or two with --compare.")
    var paths: [String]

    @Option(
        name: .shortAndLong, help: ArgumentHelp("Where to write the picture: a .png, .svg or .pdf.", valueName: "file"))
    var output: String

    @Flag(help: "Put two recordings side by side, on the same scales.")
    var compare = false

    @Option(help: ArgumentHelp("In points, which are the pixels of a PNG.", valueName: "points"))
    var width: Int = 1200

    @Option(help: ArgumentHelp("In points, which are the pixels of a PNG.", valueName: "points"))
    var height: Int = 900

    @Option(help: "The colours.")
    var theme: Theme = .light

    @Option(help: "A model bundle's folder, or the name of a built-in model.")
    var model: String?

    @Flag(help: "Leave out what the voice expresses.")
    var noEmotion = false

    func validate() throws {
        if paths.isEmpty { throw ValidationError("Name a recording.") }
        if compare, paths.count != 2 { throw ValidationError("--compare takes two recordings.") }
        if !compare, paths.count > 1 {
            throw ValidationError("A picture shows one recording; to put two side by side, add --compare.")
        }
        if PictureFormat(fileName: output) == nil {
            throw ValidationError("A picture's name ends in .png, .svg or .pdf, and '\(output)' does not.")
        }
        for (name, side) in [("--width", width), ("--height", height)] where !Canvas.sides.contains(side) {
            throw ValidationError("\(name) takes \(Canvas.sides.lowerBound) to \(Canvas.sides.upperBound) points.")
        }
    }

    func run() async throws {
        guard let format = PictureFormat(fileName: output) else { return }
        let recognizer = noEmotion ? nil : try Models.recognizer(named: model)
        do {
            // Before an hour is listened to, whether its picture can be written at all.
            let file = try OutputFile(url: URL(fileURLWithPath: output))
            let recordings = try await listen(with: recognizer)
            let picture = try VoicePicture(recordings, theme: theme)
            let bytes = try picture.encoded(as: format, width: width, height: height)
            try bytes.withUnsafeBytes { try file.write($0) }
            try Task.checkCancellation()
            try file.commit()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(error)
        }
    }

    /// Measures and recognises all recordings at once.
    private func listen(with recognizer: Recognizer?) async throws -> [PicturedRecording] {
        let progress = try ListeningProgress(paths)
        defer { progress.finish() }
        return try await withThrowingTaskGroup(of: (Int, PicturedRecording).self) { group in
            for (index, path) in paths.enumerated() {
                group.addTask {
                    // One pass measures while another recognises: each reads at its own rate, on a core of its own.
                    async let emotions = recognizer.map { try Self.emotions(of: path, $0) }
                    let traces = try RecordingTraces(contentsOf: path) { progress.update(index, seconds: $0) }
                    let name = URL(fileURLWithPath: path).lastPathComponent
                    return (index, PicturedRecording(name: name, traces: traces, emotions: try await emotions))
                }
            }
            var recordings: [(Int, PicturedRecording)] = []
            for try await recording in group { recordings.append(recording) }
            return recordings.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private static func emotions(of path: String, _ recognizer: Recognizer) throws -> EmotionTimeline {
        let prediction = try recognizer.recognize(contentsOf: path)
        let segments = prediction.segments.map {
            EmotionTimeline.Segment(start: $0.start, end: $0.end, probabilities: $0.probabilities)
        }
        return EmotionTimeline(labels: recognizer.labels, segments: segments, whole: prediction.probabilities)
    }
}
