import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct PredictTests {
    let folder: TemporaryFolder
    let voice: String

    init() throws {
        folder = try TemporaryFolder()
        voice = folder.path("voice.wav")
        _ = try SoundWriter.write(Synthetic.voiceLike(duration: 3), format: .wav16, to: voice)
    }

    private func predict(_ arguments: String..., input: Data = Data()) throws -> Tool.Outcome {
        try Tool.run(["predict"] + arguments, input: input, directory: folder.url)
    }

    private func answer(_ outcome: Tool.Outcome) throws -> [String: Any] {
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try #require(
            JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    }

    @Test func `the JSON answer has the keys of the contract, and probabilities that sum to one`() throws {
        let answer = try answer(predict(voice, "--format", "json"))
        #expect(
            Set(answer.keys) == [
                "path", "duration", "emotion", "confidence", "probabilities", "segments", "timeline", "changes", "quality", "model",
            ])
        #expect(answer["path"] as? String == voice)
        #expect(answer["duration"] as? Double == 3)
        #expect(answer["model"] as? String == "open")
        let probabilities = try #require(answer["probabilities"] as? [String: Double])
        #expect(Set(probabilities.keys) == ["anger", "disgust", "fear", "happiness", "neutral", "sadness"])
        #expect(abs(probabilities.values.reduce(0, +) - 1) < 1e-9)
        #expect(answer["confidence"] as? Double == probabilities.values.max())
        let segments = try #require(answer["segments"] as? [[String: Any]])
        #expect(segments.count == 1)
        #expect(Set(segments[0].keys) == ["start", "end", "emotion", "confidence", "probabilities"])
        let timeline = try #require(answer["timeline"] as? [[String: Any]])
        #expect(timeline.map { Set($0.keys) } == [["start", "end", "emotion", "confidence"]])
        #expect((answer["changes"] as? [Any])?.isEmpty == true)
        let quality = try #require(answer["quality"] as? [String: Any])
        #expect(
            Set(quality.keys) == [
                "level_db", "peak_db", "clipping_share", "speech_share", "speech_seconds", "snr_db", "bandwidth_hz", "reliability",
                "issues",
            ])
    }

    @Test func `raw samples from standard input get the same answer as the file`() throws {
        let file = try Data(contentsOf: URL(fileURLWithPath: voice))
        let raw = try answer(predict("-", "--rate", "16000", "--format", "json", input: file.dropFirst(44)))
        let whole = try answer(predict(voice, "--format", "json"))
        #expect(raw["probabilities"] as? [String: Double] == whole["probabilities"] as? [String: Double])
        #expect(raw["path"] as? String == "-")
    }

    @Test func `a louder recording and a renamed one get the same answer`() throws {
        var loud = Synthetic.voiceLike(duration: 3)
        for index in loud.samples.indices { loud.samples[index] *= 1.5 }
        _ = try SoundWriter.write(loud, format: .wavFloat, to: folder.path("loud.txt"))
        let quiet = try answer(predict(voice, "--format", "json"))["probabilities"] as? [String: Double]
        let louder = try answer(predict("loud.txt", "--format", "json"))["probabilities"] as? [String: Double]
        for (label, value) in try #require(quiet) {
            // 16-bit samples against floats: a rounding step in the quiet parts moves a probability a little.
            #expect(abs(value - (louder?[label] ?? -1)) < 0.02)
        }
    }

    @Test func `where nobody speaks, nothing is expressed`() throws {
        _ = try SoundWriter.write(
            Signal(samples: [Float](repeating: 0, count: 32000), sampleRate: 16000), format: .wav16,
            to: folder.path("silence.wav"))
        let answer = try answer(predict("silence.wav", "--format", "json"))
        #expect(answer["emotion"] is NSNull)
        #expect(answer["confidence"] as? Double == 0)
        #expect((answer["probabilities"] as? [String: Double])?.isEmpty == true)
        #expect((answer["quality"] as? [String: Any])?["issues"] as? [String] == ["no-speech", "too-quiet"])
        #expect(try predict("silence.wav").output.contains("no speech"))
        #expect(try predict("silence.wav", "--timeline").output.contains("no speech"))
        #expect(try predict("silence.wav", "--format", "srt").output.isEmpty)
        _ = try SoundWriter.write(Synthetic.noise(duration: 3, amplitude: 0.1), format: .wav16, to: folder.path("noise.wav"))
        #expect(try predict("noise.wav").output.contains("no speech"))
        #expect(try predict("silence.wav", "--format", "csv").output.split(separator: "\n").last == "silence.wav,0,2,,,,,,,,")
    }

    @Test func `a long recording is judged in pieces`() throws {
        _ = try SoundWriter.write(Synthetic.voiceLike(duration: 23.4), format: .flac16, to: folder.path("long.flac"))
        let answer = try answer(predict("long.flac", "--format", "json"))
        let segments = try #require(answer["segments"] as? [[String: Any]])
        #expect(segments.count > 1)
        let starts = segments.compactMap { $0["start"] as? Double }
        let ends = segments.compactMap { $0["end"] as? Double }
        #expect(starts.count == segments.count && ends.count == segments.count)
        #expect(zip(starts, ends).allSatisfy { $0 < $1 && $1 - $0 <= 8.001 })
        #expect(zip(ends, starts.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func `CSV has a row a recording, and with a timeline a row a segment`() throws {
        _ = try SoundWriter.write(Synthetic.voiceLike(duration: 14), format: .flac16, to: folder.path("long.flac"))
        let rows = try predict("voice.wav", "long.flac", "--format", "csv").output.split(separator: "\n")
        #expect(rows.count == 3)
        #expect(rows[0] == "file,start,end,emotion,confidence,anger,disgust,fear,happiness,neutral,sadness")
        #expect(rows[1].hasPrefix("voice.wav,0,3,"))
        #expect(rows[2].hasPrefix("long.flac,0,14,"))
        let timeline = try predict("long.flac", "--format", "csv", "--timeline").output.split(separator: "\n")
        let answer = try answer(predict("long.flac", "--format", "json"))
        let stretches = try #require(answer["timeline"] as? [[String: Any]])
        #expect(timeline.count == stretches.count + 1)
        for (row, stretch) in zip(timeline.dropFirst(), stretches) {
            #expect(try row.split(separator: ",")[3] == #require(stretch["emotion"] as? String))
        }
    }

    @Test(arguments: [3.0, 47]) func `subtitles are numbered cues of at most eight seconds, none overlapping`(seconds: Double) throws {
        _ = try SoundWriter.write(Synthetic.voiceLike(duration: seconds), format: .flac16, to: folder.path("talk.flac"))
        let text = try predict("talk.flac", "--format", "srt").output
        #expect(text.hasSuffix(" %\n\n"))
        let cues = text.components(separatedBy: "\n\n").dropLast()
        #expect(cues.count >= Int((seconds / 8).rounded(.up)))
        var end = 0
        for (index, cue) in cues.enumerated() {
            let lines = cue.components(separatedBy: "\n")
            #expect(lines.count == 3 && lines[0] == "\(index + 1)")
            let match = try #require(
                lines[1].wholeMatch(of: /(\d\d):(\d\d):(\d\d),(\d\d\d) --> (\d\d):(\d\d):(\d\d),(\d\d\d)/))
            let parts = match.output
            func milliseconds(_ hours: Substring, _ minutes: Substring, _ seconds: Substring, _ rest: Substring) -> Int {
                ((Int(hours) ?? 0) * 60 + (Int(minutes) ?? 0)) * 60_000 + (Int(seconds) ?? 0) * 1000 + (Int(rest) ?? 0)
            }
            let start = milliseconds(parts.1, parts.2, parts.3, parts.4)
            #expect(start >= end)
            end = milliseconds(parts.5, parts.6, parts.7, parts.8)
            #expect(start < end && end - start <= 8001)
        }
        #expect(end <= Int(seconds * 1000))
    }

    @Test(arguments: ["-1", "nan", "1e9"]) func `nonsense for the smoothing is refused`(value: String) throws {
        let outcome = try predict(voice, "--smoothing=\(value)")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("--smoothing takes 0 to 3600 seconds."))
    }

    @Test func `answers come in the order in which recordings were named, on all cores`() throws {
        let names = (0..<20).map { "\($0).wav" }
        for (index, name) in names.enumerated() {
            _ = try SoundWriter.write(
                Synthetic.voiceLike(duration: index.isMultiple(of: 3) ? 4 : 0.3), format: .wav16, to: folder.path(name))
        }
        let outcome = try Tool.run(["predict"] + names + ["--format", "csv"], directory: folder.url)
        let found = outcome.output.split(separator: "\n").dropFirst().map { $0.prefix { $0 != "," } }
        #expect(found.map(String.init) == names)
    }

    @Test func `a ten-hour recording takes less than 200 MB`() throws {
        let path = folder.path("ten-hours.wav")
        try Self.writeTenHours(to: path)
        let outcome = try Tool.run(["predict", path, "--format", "json"])
        let answer = try answer(outcome)
        #expect(answer["duration"] as? Double == 36000)
        #expect((answer["segments"] as? [Any])?.count ?? 0 > 1000)
        #if os(Linux)
            #expect(outcome.peakMemory > 1_000_000)
            // AddressSanitizer keeps what has been freed.
            if ProcessInfo.processInfo.environment["ASAN_OPTIONS"] == nil {
                #expect(outcome.peakMemory < 200_000_000, "\(outcome.peakMemory / 1_000_000) MB")
            }
        #endif
    }

    /// 8 kHz, 8 bits: 288 MB of one minute repeated.
    private static func writeTenHours(to path: String) throws {
        let minute = Synthetic.voiceLike(duration: 60, sampleRate: 8000).samples.map { UInt8(128 + 100 * $0) }
        var header = WaveBytes {
            $0.sampleRate = 8000
            $0.bits = 8
            $0.data = []
            $0.declaredSize = 600 * minute.count
        }
        header.declaredFileSize = 600 * minute.count + 36
        try Data(header.bytes).write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seekToEnd()
        for _ in 0..<600 { try file.write(contentsOf: minute) }
        try file.close()
    }

    @Test func `Ctrl-C stops the work with its own status and leaves nothing half written`() throws {
        let path = folder.path("ten-hours.wav")
        try Self.writeTenHours(to: path)
        let outcome = try Tool.run(
            ["features", path, "--set", "mfcc", "--level", "functionals", "-o", "features.csv", "--no-cache"],
            directory: folder.url, interruptAfter: 1.5)
        #expect(outcome.status == 130)
        #expect(outcome.errors == "undertone: interrupted\n")
        #expect(try folder.names() == ["ten-hours.wav", "voice.wav"])
    }
}
