import Foundation
import Undertone
import UndertoneAudio

// MomentBenchmark RECORDING [WINDOW [HOP [BLOCK]]]: what a live voice costs. The recording is heard over and over for five minutes of
// sound, in blocks of 20 ms or so many seconds, once for moments alone and once for moments and the answer at the end, as a server
// does. Prints how long after a window's last sample its moment is there, and the share of a core that one voice takes, in processor
// time: on a busy machine the delays are longer than they need be, the share is not.

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

/// In seconds, of this thread.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// - Parameters:
///   - accept: takes a block, returns how many moments it completed.
///   - finish: ends the stream.
func measure(
    _ name: String, _ blocks: [[Float]], _ blockLength: Double, accept: ([Float]) throws -> Int, finish: () throws -> Void
) throws {
    let clock = ContinuousClock()
    var (delays, others, heard) = ([Double](), [Double](), 0.0)
    let begin = processorTime()
    while heard < 300 {
        for block in blocks {
            let start = clock.now
            let moments = try accept(block)
            let time = (clock.now - start) / .seconds(1)
            if moments == 0 { others.append(time) } else { delays.append(time) }
            heard += blockLength
        }
    }
    try finish()
    let busy = processorTime() - begin
    print("\(name): \(delays.count) moments in \(Int(heard)) s of sound")
    print("  a moment after its window's last sample: \(milliseconds(delays))")
    print("  other blocks: \(milliseconds(others))")
    print(String(format: "  one voice takes %.3f %% of a core: %.0f voices a core", 100 * busy / heard, heard / busy))
}

do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let path = arguments.first, arguments.count <= 4 else { throw Usage() }
    let seconds = arguments.dropFirst().compactMap(Double.init)
    guard seconds.count == arguments.count - 1 else { throw Usage() }
    let standard = MomentOptions.default
    let options = MomentOptions(
        window: seconds.first ?? standard.window, hop: seconds.count > 1 ? seconds[1] : standard.hop, smoothing: standard.smoothing)
    let recognizer = try Recognizer()
    let signal = try Signal(contentsOf: path, options: DecodingOptions(sampleRate: recognizer.sampleRate))
    let blockLength = seconds.count > 2 ? seconds[2] : 0.02
    let block = Int(Double(recognizer.sampleRate) * blockLength)
    let blocks = stride(from: 0, to: signal.samples.count - block, by: block).map { Array(signal.samples[$0..<$0 + block]) }
    print("window \(options.window) s, hop \(options.hop) s")
    var stream = try MomentStream(recognizer, options: options)
    try measure("MomentStream", blocks, blockLength) { try stream.accept($0).count } finish: { _ = try stream.finish() }
    var live = try LiveRecognition(recognizer, options: options)
    try measure("LiveRecognition", blocks, blockLength) { try live.accept($0).count } finish: { _ = try live.finish() }
} catch is Usage {
    FileHandle.standardError.write(Data("Usage: MomentBenchmark RECORDING [WINDOW [HOP [BLOCK]]]\n".utf8))
    exit(64)
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
