import Foundation
import Undertone
import UndertoneAudio

// MomentBenchmark RECORDING [WINDOW [HOP]]: what a live voice costs. The recording is heard over and over for five minutes of sound, in
// blocks of 20 ms. Prints how long after a window's last sample its moment is there, and the share of a core that one voice takes.

struct Usage: Error {}

func quantile(_ values: [Double], _ share: Double) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
}

func milliseconds(_ values: [Double]) -> String {
    [("median", 0.5), ("p99", 0.99), ("worst", 1)].map {
        "\($0.0) \(String(format: "%.2f", 1000 * quantile(values, $0.1))) ms"
    }.joined(separator: ", ")
}

do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let path = arguments.first, arguments.count <= 3 else { throw Usage() }
    let seconds = arguments.dropFirst().compactMap(Double.init)
    guard seconds.count == arguments.count - 1 else { throw Usage() }
    let standard = MomentOptions.default
    let options = MomentOptions(
        window: seconds.first ?? standard.window, hop: seconds.count > 1 ? seconds[1] : standard.hop, smoothing: standard.smoothing)
    let recognizer = try Recognizer()
    let signal = try Signal(contentsOf: path, options: DecodingOptions(sampleRate: recognizer.sampleRate))
    let block = recognizer.sampleRate / 50
    let blocks = stride(from: 0, to: signal.samples.count - block, by: block).map { Array(signal.samples[$0..<$0 + block]) }
    var stream = try MomentStream(recognizer, options: options)
    let clock = ContinuousClock()
    var (delays, others, heard) = ([Double](), [Double](), 0.0)
    while heard < 300 {
        for block in blocks {
            let start = clock.now
            let moments = try stream.accept(block)
            let time = (clock.now - start) / .seconds(1)
            if moments.isEmpty { others.append(time) } else { delays.append(time) }
            heard += 0.02
        }
    }
    let busy = delays.reduce(0, +) + others.reduce(0, +)
    print("window \(options.window) s, hop \(options.hop) s, \(delays.count) moments in \(Int(heard)) s of sound")
    print("a moment after its window's last sample: \(milliseconds(delays))")
    print("other blocks of 20 ms: \(milliseconds(others))")
    print(String(format: "one voice takes %.2f %% of a core: %.0f voices a core", 100 * busy / heard, heard / busy))
} catch is Usage {
    FileHandle.standardError.write(Data("Usage: MomentBenchmark RECORDING [WINDOW [HOP]]\n".utf8))
    exit(64)
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
