import ArgumentParser
import Foundation
import UndertoneFeatures

struct FeaturesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "features",
        abstract: "Measure recordings: descriptors per frame, or their statistics per recording.",
        discussion: """
            Sets: \(FeatureSet.allCases.map(\.rawValue).joined(separator: ", ")). CSV and JSON name every column; NPY is \
            rows × columns of 32-bit floats.

            EXAMPLES
              undertone features call.wav --set mfcc
              undertone features recordings/ --set core --level functionals -o features.csv
              undertone features recordings/ --set log-mel --bands 64 --format npy -o arrays/
              undertone features call.wav --set mfcc --convention kaldi --count 13 --format json
            """)

    @Argument(help: "Recordings, or folders of recordings.")
    var paths: [String]

    @OptionGroup var description: FeatureDescriptionOptions

    @Option(help: "One row a frame, or one a recording.")
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
        if paths.isEmpty { throw ValidationError("Name at least one recording.") }
        if format == .npy, output == nil, isatty(1) == 1 {
            throw ValidationError("--format npy is no text for a terminal; name a file with -o.")
        }
        if writesFolder, output == nil {
            throw ValidationError("--format npy writes a file for each recording; name a folder with -o.")
        }
        do { try description.recipe().validate() } catch { throw ValidationError(String(describing: error)) }
    }

    func run() async throws {
        let extractor = try FeatureExtractor(description.recipe())
        let (recordings, complaints) = RecordingPaths.expand(paths)
        for complaint in complaints { StandardError.write("undertone: \(complaint)\n") }
        let names = level == .frames ? extractor.frameNames : extractor.functionalNames
        // Frames are as quickly computed as read, and large; only what sums them up is worth keeping.
        let cache = noCache || level == .frames ? nil : FeatureCache(folder: FeatureCache.defaultFolder())
        let extraction = CorpusExtraction(extractor, cache: cache)
        let sink = try FeatureSink(self, names: names, recordings: recordings)
        let bar = ProgressBar("Measuring", total: recordings.count)
        let failures: [ExtractionFailure]
        do {
            failures = try await extraction.forEach(
                recordings, level: level, progress: { bar.update($0) }, { try sink.write($0) })
            bar.finish()
            try sink.finish()
        } catch let error as CancellationError {
            throw error
        } catch {
            bar.finish()
            throw Failure(error)
        }
        for failure in failures { StandardError.write("undertone: \(failure)\n") }
        if !complaints.isEmpty || !failures.isEmpty { throw ExitCode(1) }
    }

    fileprivate func makeSink(names: [String], recordings: [String]) throws -> any FeatureTableWriter {
        let destination = try output.map { try OutputFile(url: URL(fileURLWithPath: $0)) } ?? .standardOutput()
        return try format.writer(to: destination, names: names, files: recordings, level: level)
    }

    fileprivate func isFile(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return !(FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue)
    }

    /// Where rows go: one table, or a folder with an array for each recording.
    private final class FeatureSink {
        private let table: (any FeatureTableWriter)?
        private let folder: FeatureArrayFolder?

        init(_ command: FeaturesCommand, names: [String], recordings: [String]) throws {
            if command.writesFolder, let output = command.output {
                table = nil
                folder = FeatureArrayFolder(
                    path: output, names: names, roots: command.paths.filter { !command.isFile($0) })
            } else {
                do { table = try command.makeSink(names: names, recordings: recordings) } catch { throw Failure(error) }
                folder = nil
            }
        }

        func write(_ recording: RecordingFeatures) throws {
            try folder?.write(recording)
            for row in recording.rows() { try table?.append(row) }
        }

        func finish() throws {
            try table?.finish()
        }
    }
}

