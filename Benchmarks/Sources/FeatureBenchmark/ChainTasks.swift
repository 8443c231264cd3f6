import Foundation
import UndertoneAudio
import UndertoneFeatures

/// Whole chains from a file: decode, mix, resample to 16 kHz, MFCC.
enum ChainTasks {
    /// Prints milliseconds a pass over the files: `decode` stops after decoding at the file's own rate, `resample` after
    /// resampling, `chain` goes on to the descriptors. Files are shared out over `threads` threads.
    static func time(stage: String, threads: String, repeats: String, list: String) throws {
        let files = try FeatureTasks.lines(of: list)
        let threads = max(1, Int(threads) ?? 1)
        let computer = try DescriptorComputer(FeatureTasks.options(convention: "librosa", groups: "mfcc"))
        let options = DecodingOptions(sampleRate: stage == "decode" ? nil : 16000)
        for pass in 0...(Int(repeats) ?? 3) {
            let watch = Stopwatch()
            let failures = Failures()
            // Threads of our own: Dispatch may decide to run the parts one after the other.
            let group = DispatchGroup()
            for thread in 0..<threads {
                group.enter()
                Thread {
                    for index in stride(from: thread, to: files.count, by: threads) {
                        do {
                            let signal = try Signal(contentsOf: files[index], options: options)
                            if stage == "chain", computer.matrix(of: signal.samples).rowCount == 0 {
                                throw UsageError(sentence: "\(files[index]) has no frames.")
                            }
                        } catch { failures.add("\(error)") }
                    }
                    group.leave()
                }.start()
            }
            group.wait()
            if let first = failures.first { throw UsageError(sentence: first) }
            if pass > 0 { print(watch.milliseconds) }
        }
    }

    /// Sentences from several threads. Unchecked: every access holds the lock.
    private final class Failures: @unchecked Sendable {
        private let lock = NSLock()
        private var sentences: [String] = []
        var first: String? { lock.withLock { sentences.first } }
        func add(_ sentence: String) { lock.withLock { sentences.append(sentence) } }
    }
}
