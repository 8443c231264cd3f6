import ArgumentParser
import Foundation
import UndertoneAudio
import UndertoneFeatures

struct FeaturesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "features",
        abstract: "Measure recordings: descriptors per frame, or their statistics per recording.",
        discussion: """
            Sets of descriptors: log-mel, mfcc, chroma, spectral, spectral-shape, energy and core, which share one spectrum \
            a frame and may follow librosa, Kaldi or HTK. Voice sets: prosody (pitch, intensity, rhythm), voice-quality \
            (jitter, shimmer, harmonicity, formants), gemaps (62 parameters) and egemaps (88). speech,prosody is what the built-in \
            models hear, log-mel-speech what nets hear. CSV and JSON name every column; NPY is \
            rows × columns of 32-bit floats.

            EXAMPLES
              undertone features call.wav --set mfcc
              undertone features recordings/ --set core --level functionals -o features.csv
              undertone features recordings/ --set egemaps --level functionals -o egemaps.csv
              undertone features recordings/ --set log-mel --format npy -o arrays/
              undertone features call.wav --set mfcc --convention kaldi --count 13
              undertone features meeting.wav --set egemaps --level functionals \\
                  --conditioning dc,spectral,loudness:-23 --segmentation pauses
            """)

    @Argument(help: "Recordings, or folders of recordings.")
    var paths: [String]

    @OptionGroup var description: FeatureDescriptionOptions

    @Option(help: "One row a frame, or one a recording (or segment).")
    var level: FeatureLevel = .frames

    @Option(help: "How to write the rows.")
    var format: TableFormat = .csv

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Write here instead of to standard output. For frames of several recordings as NPY: a folder.",
            valueName: "file"))
    var output: String?

    @Flag(help: "Do not read or write the cache of measured recordings.")
    var noCache = false

    private var writesFolder: Bool { format == .npy && level == .frames && !(paths.count == 1 && isFile(paths[0])) }

    func validate() throws {
        if level == .frames, description.sets.count > 1 {
            throw ValidationError("Frames are those of one set; for several, ask for --level functionals.")
        }
        if level == .frames, description.signal.segmentation != nil {
            throw ValidationError("--segmentation cuts recordings into rows of --level functionals; frames are those of the whole.")
        }
        if paths.isEmpty { throw ValidationError("Name at least one recording.") }
        if format == .npy, output == nil, isatty(1) == 1 {
            throw ValidationError("--format npy is no text for a terminal; name a file with -o.")
        }
        if writesFolder, output == nil {
            throw ValidationError("--format npy writes a file for each recording; name a folder with -o.")
        }
        let recipe = try description.recipe()
        do { try recipe.validate() } catch { throw ValidationError(String(describing: error)) }
        if level == .functionals, recipe.level == .frames {
            throw ValidationError("\(description.set) gives frames; ask for --level frames.")
        }
    }

    func run() async throws {
        let extractor = try FeatureExtractor(description.recipe())
        let (recordings, complaints) = RecordingPaths.expand(paths)
        for complaint in complaints { StandardError.write("undertone: \(complaint)\n") }
        let names = level == .frames ? extractor.frameNames : extractor.functionalNames
        // Frames are as quickly computed as read, and large; only what sums them up is worth keeping.
        let cache = noCache || level == .frames ? nil : FeatureCache(folder: FeatureCache.defaultFolder())
        let extraction = CorpusExtraction(extractor, cache: cache)
        let writer = try writer(names: names, recordings: recordings)
        let remarks: Remarks
        do {
            remarks = try await write(recordings, extraction, to: writer)
            try writer.finish()
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(error)
        }
        for failure in remarks.failures { StandardError.write("undertone: \(failure)\n") }
        for (recording, note) in remarks.notes {
            StandardError.write("undertone: \(recording): the recording \(note.sentence).\n")
        }
        if !complaints.isEmpty || !remarks.failures.isEmpty { throw ExitCode(1) }
    }

    /// What to say when the rows are written: afterwards, so that it does not run into the progress bar.
    private struct Remarks {
        /// Why some recordings could not be measured.
        var failures: [any Error] = []
        /// What to know before trusting a recording's figures.
        var notes: [(recording: String, note: RecordingNote)] = []
    }

    private func write(
        _ recordings: [String], _ extraction: CorpusExtraction, to writer: any FeatureTableWriter
    ) async throws -> Remarks {
        var remarks = Remarks()
        if level == .frames, let only = recordings.first, recordings.count == 1 {
            // Row by row, so that a recording of any length fits into memory.
            do {
                let notes = try extraction.forEachRow(of: only, level: level) { row in
                    try writer.append(
                        FeatureRow(file: name(of: only), start: row.start, end: row.end, values: row.values))
                }
                remarks.notes = notes.map { (only, $0) }
            } catch let error as AudioError {
                remarks.failures = [error]
            }
            return remarks
        }
        let bar = ProgressBar("Measuring", total: recordings.count)
        defer { bar.finish() }
        remarks.failures = try await extraction.forEach(recordings, level: level, progress: { bar.update($0) }) { recording in
            for row in recording.rows(file: name(of: recording.path)) { try writer.append(row) }
            remarks.notes += recording.notes.map { (recording.path, $0) }
        }
        return remarks
    }

    /// One table, or a folder with an array for each recording.
    private func writer(names: [String], recordings: [String]) throws -> any FeatureTableWriter {
        do {
            if writesFolder, let output {
                return FolderTableWriter(
                    folder: URL(fileURLWithPath: output), format: format, names: names, level: level)
            }
            let destination = try output.map { try OutputFile(url: URL(fileURLWithPath: $0)) } ?? .standardOutput()
            return try format.writer(to: destination, names: names, files: recordings, level: level)
        } catch {
            throw Failure(error)
        }
    }

    /// What a table calls a recording: in a folder of arrays, its place below the folder that was named.
    private func name(of recording: String) -> String {
        guard writesFolder else { return recording }
        for path in paths where !isFile(path) {
            let prefix = path.hasSuffix("/") ? path : path + "/"
            if recording.hasPrefix(prefix) { return String(recording.dropFirst(prefix.count)) }
        }
        return URL(fileURLWithPath: recording).lastPathComponent
    }

    private func isFile(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return !(FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue)
    }
}
