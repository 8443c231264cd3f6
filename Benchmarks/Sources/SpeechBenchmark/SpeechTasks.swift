import Foundation
import UndertoneAudio

/// What the scripts ask for, on samples that they have decoded already: raw little-endian Float at 16 kHz.
enum SpeechTasks {
    static let sampleRate = 16000

    static func samples(at path: String) throws -> [Float] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }

    static func lines(of path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    static func frames(list: String) throws {
        let detector = try SpeechDetector(sampleRate: sampleRate)
        for line in try lines(of: list) {
            let paths = line.split(separator: "\t").map(String.init)
            guard paths.count == 2 else { throw UsageError(sentence: "\(list) holds a line without two paths.") }
            let values = try detector.frames(of: samples(at: paths[0])).flatMap { frame -> [Float] in
                let evidence = frame.evidence
                return [
                    frame.isSpeech ? 1 : 0, frame.score, evidence.excess, evidence.strongestExcess, evidence.lowExcess,
                    evidence.highExcess, evidence.periodicity, evidence.contrast, evidence.relativeLevel, evidence.range,
                    evidence.change,
                ]
            }
            try values.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: paths[1]))
        }
    }

    /// Prints a line a file: its path, its seconds, and start, end and speech share of each utterance.
    static func segments(list: String) throws {
        for path in try lines(of: list) {
            let samples = try samples(at: path)
            let segments = try UtteranceCutter.segments(of: samples, sampleRate: sampleRate)
            let rate = Double(sampleRate)
            let columns = segments.map { "\(Double($0.start) / rate),\(Double($0.end) / rate),\($0.speechShare)" }
            print(([path, "\(Double(samples.count) / rate)"] + columns).joined(separator: "\t"))
        }
    }
}

struct UsageError: Error, CustomStringConvertible {
    let sentence: String
    var description: String { sentence }
}
