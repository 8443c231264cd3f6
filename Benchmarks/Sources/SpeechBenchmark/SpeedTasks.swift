import Foundation
import UndertoneAudio
import UndertoneFeatures

/// How fast one core goes through a long recording in blocks of a tenth of a second.
enum SpeedTasks {
    /// Prints the detector's delay, and of each stage the best of five passes.
    static func time(path: String) throws {
        let samples = try SpeechTasks.samples(at: path)
        let detector = try SpeechDetector(sampleRate: SpeechTasks.sampleRate)
        let seconds = Double(samples.count) / Double(SpeechTasks.sampleRate)
        let extractor = try FeatureExtractor(FeatureRecipe(named: "log-mel"))
        print("Delay before features: \(detector.delay * 1000) ms.")
        print("Times real time on one core, \(Int(seconds)) s of speech:")
        var found = 0
        for (name, pass) in [
            ("detection", { found += detect(samples, detector) }),
            ("detection and cutting", { found += try cut(samples, nil) }),
            ("detection, cutting and log-mel", { found += try cut(samples, extractor) }),
            ("conditioned too, by dc,trim,loudness:-23", { found += try cut(samples, extractor, "dc,trim,loudness:-23") }),
            ("conditioned too, by dc,speex,trim,loudness:-23", { found += try cut(samples, extractor, "dc,speex,trim,loudness:-23") }),
            ("conditioned too, by dc,spectral,trim,loudness:-23", {
                found += try cut(samples, extractor, "dc,spectral,trim,loudness:-23")
            }),
        ] as [(String, () throws -> Void)] {
            var best = Double.infinity
            for _ in 0..<5 {
                let start = processorSeconds
                try pass()
                best = min(best, processorSeconds - start)
            }
            print("* \(name): \(Int(seconds / best))")
        }
        FileHandle.standardError.write(Data("checksum \(found)\n".utf8))
    }

    /// What this process has had of a core, so that a busy machine tells the same.
    private static var processorSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func detect(_ samples: [Float], _ detector: SpeechDetector) -> Int {
        var driver = detector.online()
        var count = 0
        for block in blocks(samples) { count += driver.accept(block).count { $0.isSpeech } }
        return count + driver.finish().count { $0.isSpeech }
    }

    /// The way of a recording up to log-mel: conditioned, cut, each utterance conditioned once more and measured.
    private static func cut(_ samples: [Float], _ extractor: FeatureExtractor?, _ conditioning: String? = nil) throws -> Int {
        let conditioning = try conditioning.map { try Conditioning(parsing: $0) } ?? .none
        var stream = try conditioning.stream(sampleRate: SpeechTasks.sampleRate)
        var cutter = try UtteranceCutter(sampleRate: SpeechTasks.sampleRate)
        var count = 0
        func take(_ segments: [SpeechSegment]) throws {
            for segment in segments {
                let conditioned = conditioning.segment(segment.samples, sampleRate: SpeechTasks.sampleRate)
                let signal = Signal(samples: conditioned, sampleRate: SpeechTasks.sampleRate)
                count += try extractor?.frames(of: signal).rowCount ?? 1
            }
        }
        for block in blocks(samples) { try take(cutter.accept(stream.accept(block)).segments) }
        try take(cutter.accept(stream.finish()).segments)
        try take(cutter.finish().segments)
        return count
    }

    private static func blocks(_ samples: [Float]) -> some Sequence<[Float]> {
        stride(from: 0, to: samples.count, by: 1600).lazy.map { Array(samples[$0..<min($0 + 1600, samples.count)]) }
    }
}
