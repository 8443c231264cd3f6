import Foundation
import UndertoneAudio

// Usage; noise_suppression.py calls it so. Each line of LIST: input.f32<TAB>output.f32, raw little-endian Float at 16 kHz.
//   NoiseBenchmark speex LIST               suppresses noise; prints seconds of sound a second of the processor
//   NoiseBenchmark spectral LIST [NAME=VALUE ...]   the same; names are those of SpectralSuppressionOptions
let arguments = Array(CommandLine.arguments.dropFirst())
let sampleRate = 16000

struct UsageError: Error, CustomStringConvertible {
    var description: String { "Expected speex or spectral and a list of files; see main.swift." }
}

/// What cleans one recording.
func cleaner(_ method: String, settings: ArraySlice<String>) throws -> ([Float]) throws -> [Float] {
    switch method {
    case "speex":
        return { samples in
            var stream = try Conditioning(noiseSuppression: .speex).stream(sampleRate: sampleRate)
            return stream.accept(samples) + stream.finish()
        }
    case "spectral":
        var options = SpectralSuppressionOptions.default
        for setting in settings {
            let parts = setting.split(separator: "=")
            guard parts.count == 2, let value = Double(parts[1]) else { throw UsageError() }
            switch parts[0] {
            case "frameDuration": options.frameDuration = value
            case "overlap": options.overlap = Int(value)
            case "attenuation": options.attenuation = value
            case "decisionSmoothing": options.decisionSmoothing = value
            case "noiseSmoothing": options.noiseSmoothing = value
            case "expectedSpeech": options.expectedSpeech = value
            default: throw UsageError()
            }
        }
        return { samples in
            var suppressor = try SpectralSuppressor(options, sampleRate: sampleRate)
            return suppressor.accept(samples) + suppressor.finish()
        }
    default: throw UsageError()
    }
}

/// Seconds that this process has had a processor for: the same on an idle machine and a busy one, nearly.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func floats(_ path: String) throws -> [Float] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return data.withUnsafeBytes { bytes in
        (0..<bytes.count / 4).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
}

do {
    guard arguments.count >= 2 else { throw UsageError() }
    let clean = try cleaner(arguments[0], settings: arguments.dropFirst(2))
    var seconds = 0.0
    var work = 0.0
    for line in try String(contentsOfFile: arguments[1], encoding: .utf8).split(separator: "\n") {
        let paths = line.split(separator: "\t").map(String.init)
        guard paths.count == 2 else { throw UsageError() }
        let samples = try floats(paths[0])
        let start = processorTime()
        let output = try clean(samples)
        work += processorTime() - start
        seconds += Double(samples.count) / Double(sampleRate)
        try output.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: paths[1])) }
    }
    print(Int(seconds / max(work, 1e-9)))
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
