import ArgumentParser
import Undertone
import UndertoneAudio
import UndertoneLearning

struct PredictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Say which emotion each recording expresses.",
        discussion: """
            Reads WAV, AIFF, FLAC, Ogg Vorbis, Opus and MP3 whatever the file is called, and AAC, M4A and video where the \
            ffmpeg program is installed. Recordings longer than a few seconds are judged piece by piece; the answer for \
            the whole is the mean of its pieces. Where nobody speaks there is no answer but "no speech", and poor sound \
            makes answers less sure.

            Voices differ more from one another than emotions do in one of them. With --one-voice all recordings are taken to be of \
            one speaker: they are heard once to get used to the voice, and then judged relative to how it sounds on the whole. That \
            is right far more often where there are some ten utterances of more than one emotion. --one-corpus does the same for \
            recordings of many speakers that were made alike: in a language, by microphones or on an occasion that the model may \
            never have heard. The more emotions and speakers are among them, the better.

            EXAMPLES
              undertone predict call.wav
              undertone predict interviews/ --format csv > interviews.csv
              undertone predict call.wav --timeline
              undertone predict call.wav --explain
              undertone predict anna/ --one-voice
              undertone predict polish-interviews/ --one-corpus
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

    @Flag(help: "All recordings are of one speaker: get used to the voice first.")
    var oneVoice = false

    @Flag(help: "All recordings were made alike, whoever speaks: get used to how they sound first.")
    var oneCorpus = false

    @Option(help: ArgumentHelp("Refuse recordings longer than this.", valueName: "seconds"))
    var longest: Double?

    @OptionGroup var raw: RawInputOptions

    func validate() throws {
        if paths.isEmpty { throw ValidationError("Name at least one recording.") }
        if let longest, !(longest > 0) { throw ValidationError("--longest takes a number of seconds above zero.") }
        if !TimelineSmoothing.timeConstants.contains(smoothing) {
            throw ValidationError("--smoothing takes 0 to 3600 seconds.")
        }
        if oneVoice, oneCorpus { throw ValidationError("--one-voice is the closer acquaintance: leave --one-corpus out.") }
        if let acquaintance, paths.contains("-") {
            throw ValidationError("\(acquaintance) hears recordings twice, and standard input cannot be heard again.")
        }
        if explain, format == .srt { throw ValidationError("--explain goes with --format table, json or csv.") }
        if explain, timeline, format == .csv {
            throw ValidationError("--explain says one sentence a recording; with --timeline it goes with --format table or json.")
        }
        if format == .srt, paths.count > 1 { throw ValidationError("--format srt writes one recording; name just one.") }
    }

    func run() async throws {
        var recognizer = try recognizer()
        let (recordings, complaints) = RecordingPaths.expand(paths)
        if format == .srt, recordings.count > 1 {
            throw ValidationError("--format srt writes one recording; this folder holds \(recordings.count).")
        }
        for complaint in complaints { StandardError.write("undertone: \(complaint)\n") }

        let options = DecodingOptions(sampleRate: recognizer.sampleRate, maximumDuration: longest)
        if acquaintance != nil {
            // What cannot be read is complained about when it is judged.
            let (heard, _) = try await recognizer.hear(recordings, options: options, title: "Getting used to the \(oneVoice ? "voice" : "corpus")")
            do { recognizer = try recognizer.adapted(to: heard) } catch { throw Failure(error) }
        }
        let (listener, raw, explain) = (recognizer, raw, explain)
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
                return Result<Prediction, any Error>.success(try listener.recognize(reader, path: path, explaining: explain))
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

    /// What the model gets used to before it judges, by the option that asks for it.
    private var acquaintance: String? { oneVoice ? "--one-voice" : oneCorpus ? "--one-corpus" : nil }

    private func recognizer() throws -> Recognizer {
        var recognizer = try Models.recognizer(named: model)
        recognizer.smoothing = TimelineSmoothing(timeConstant: smoothing)
        if acquaintance != nil, !recognizer.adaptsToVoices {
            throw Failure("\(recognizer.model.provenance.name) cannot get used to a voice or a corpus; a model of kind mlp can")
        }
        return recognizer
    }
}
