import ArgumentParser
import Undertone
import UndertoneAudio

struct PredictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Say which emotion each recording expresses.",
        discussion: """
            Reads WAV, AIFF, FLAC, Ogg Vorbis, Opus and MP3 whatever the file is called, and AAC, M4A and video where the \
            ffmpeg program is installed. Recordings longer than a few seconds are judged piece by piece; the answer for \
            the whole is the mean of its pieces. Where nobody speaks there is no answer but "no speech", and poor sound \
            makes answers less sure.

            EXAMPLES
              undertone predict call.wav
              undertone predict interviews/ --format csv > interviews.csv
              undertone predict call.wav --timeline
              undertone predict call.wav --explain
              undertone predict talk.mp3 --format srt > talk.srt
              arecord -f S16_LE -r 16000 -d 5 -t raw | undertone predict - --rate 16000
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json, csv, srt
    }

    @Argument(help: "Recordings, folders of recordings, or - for raw samples from standard input.")
    var paths: [String]

    @Option(help: "A model bundle's folder, or the name of a built-in model.")
    var model: String?

    @Option(help: "How to write the answers.")
    var format: Format = .table

    @Flag(help: "Also write which emotion is heard from when to when, steadied by the pieces around.")
    var timeline = false

    @Option(
        help: ArgumentHelp(
            "How far the pieces of a recording steady one another on the timeline; 0: not at all.", valueName: "seconds"))
    var smoothing: Double = TimelineSmoothing.default.timeConstant

    @Flag(help: "Also say in one sentence what in the voice speaks for the answer.")
    var explain = false

    @Option(help: ArgumentHelp("Refuse recordings longer than this.", valueName: "seconds"))
    var longest: Double?

    @OptionGroup var raw: RawInputOptions

    func validate() throws {
        if paths.isEmpty { throw ValidationError("Name at least one recording.") }
        if let longest, !(longest > 0) { throw ValidationError("--longest takes a number of seconds above zero.") }
        if !TimelineSmoothing.timeConstants.contains(smoothing) {
            throw ValidationError("--smoothing takes 0 to 3600 seconds.")
        }
        if explain, format == .srt { throw ValidationError("--explain goes with --format table, json or csv.") }
        if explain, timeline, format == .csv {
            throw ValidationError("--explain says one sentence a recording; with --timeline it goes with --format table or json.")
        }
        if format == .srt, paths.count > 1 { throw ValidationError("--format srt writes one recording; name just one.") }
    }

    func run() async throws {
        let recognizer = try recognizer()
        let (recordings, complaints) = RecordingPaths.expand(paths)
        if format == .srt, recordings.count > 1 {
            throw ValidationError("--format srt writes one recording; this folder holds \(recordings.count).")
        }
        for complaint in complaints { StandardError.write("undertone: \(complaint)\n") }

        let options = DecodingOptions(sampleRate: recognizer.sampleRate, maximumDuration: longest)
        let raw = raw
        let explain = explain
        let bar = ProgressBar("Listening", total: recordings.count)
        let writer = PredictionWriter(
            format: format, timeline: timeline, explain: explain, labels: recognizer.labels, recordings: recordings)
        var failures = complaints.count
        if !recordings.isEmpty { try writer.writeHeader() }
        try await concurrentForEach(recordings, progress: { bar.update($0) }) { path in
            try Task.checkCancellation()
            do {
                let reader =
                    path == "-"
                    ? try raw.reader(options: options) : try AudioReader(path: path, options: options)
                return Result<Prediction, any Error>.success(try recognizer.recognize(reader, path: path, explaining: explain))
            } catch let error as CancellationError {
                throw error
            } catch {
                return .failure(error)
            }
        } deliver: { result in
            bar.finish()
            switch result {
            case .success(let prediction): try writer.write(prediction)
            case .failure(let error):
                failures += 1
                StandardError.write("undertone: \(error)\n")
            }
        }
        bar.finish()
        if failures > 0 { throw ExitCode(1) }
    }

    private func recognizer() throws -> Recognizer {
        var recognizer = try Models.recognizer(named: model)
        recognizer.smoothing = TimelineSmoothing(timeConstant: smoothing)
        return recognizer
    }
}
