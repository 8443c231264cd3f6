import Foundation
import Testing
import UndertoneAudio
import UndertoneFeatures

/// The folder of real corpora, when the environment names one.
private let corpora = ProcessInfo.processInfo.environment["UNDERTONE_CORPORA"].map { URL(fileURLWithPath: $0) }

private let isRAVDESSThere = corpora.map {
    FileManager.default.fileExists(atPath: $0.appendingPathComponent("ravdess/Actor_01").path)
} ?? false

@Suite struct RealClipTests {
    // Without UNDERTONE_CORPORA, or without RAVDESS in it, the test is reported as skipped.
    @Test(.enabled(if: isRAVDESSThere, "needs RAVDESS under UNDERTONE_CORPORA"))
    func `Real clips give finite features, and gain and added silence hardly change them`() async throws {
        let folder = try #require(corpora).appendingPathComponent("ravdess/Actor_01")
        let paths = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().prefix(8)
            .map { folder.appendingPathComponent($0).path }
        let extractor = try FeatureExtractor(.speech)
        let result = try await CorpusExtraction(extractor).features(of: paths)
        #expect(result.failures.isEmpty && result.recordings.count == 8)
        // How much each feature differs between clips is the measure for how much it may differ within one.
        let columns = extractor.functionalNames.indices.map { column in
            result.recordings.map { Double($0.segments[0].values[column]) }
        }
        let spreads = columns.map { column in
            let mean = column.reduce(0, +) / 8
            return (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 8).squareRoot()
        }
        for recording in result.recordings {
            #expect(recording.segments.count == 1)
            let original = recording.segments[0].values
            #expect(original.allSatisfy { $0.isFinite })
            let signal = try Signal(contentsOf: recording.path, options: DecodingOptions(sampleRate: 16000))
            let silence = [Float](repeating: 0, count: 16000)
            let changed = Signal(samples: silence + signal.samples.map { $0 * 0.3 } + silence, sampleRate: 16000)
            let values = try extractor.functionals(of: changed)
            let differences = original.indices.map { index in
                spreads[index] == 0 ? 0 : abs(Double(values[index] - original[index])) / spreads[index]
            }
            // RAVDESS's own silence is not digital, so the floor of the logarithms 80 dB below the loudest stays the only meeting
            // point: half of the features agree to a hundredth of their spread, and on average to a twentieth.
            #expect(differences.sorted()[differences.count / 2] < 0.01)
            #expect(differences.reduce(0, +) / Double(differences.count) < 0.05)
        }
    }
}
