import Undertone
import UndertoneAudio

/// The three ways in: a file, samples in memory, and a live voice, here a recording that is played as if somebody spoke.
@main
struct LiveVoice {
    static func main() async throws {
        guard CommandLine.arguments.count == 2 else {
            print("Usage: live-voice RECORDING")
            return
        }
        let path = CommandLine.arguments[1]
        let recognizer = try Recognizer()

        // A file of any length and format.
        let prediction = try recognizer.recognize(contentsOf: path)
        describe("The recording", prediction)

        // Samples in memory, at any rate.
        let signal = try Signal(contentsOf: path)
        let opening = Array(signal.samples.prefix(3 * signal.sampleRate))
        describe("Its first three seconds", try recognizer.recognize(samples: opening, sampleRate: signal.sampleRate))

        // A live voice: an answer a second, while it goes on.
        let voice = spoken(signal, blockDuration: 0.1)
        for try await moment in recognizer.moments(in: voice, sampleRate: signal.sampleRate) {
            let answer = moment.emotion.map { "\($0), \(Int(100 * moment.confidence)) % sure" } ?? "nobody speaks"
            print("\(moment.end) s: \(answer)")
        }
    }

    static func describe(_ what: String, _ prediction: Prediction) {
        guard let emotion = prediction.emotion else { return print("\(what): nobody speaks.") }
        print("\(what): \(emotion), \(Int(100 * prediction.confidence)) % sure.")
    }

    /// Blocks of samples that come as fast as they were spoken, as from a microphone or a socket.
    static func spoken(_ signal: Signal, blockDuration: Double) -> AsyncStream<[Float]> {
        let size = Int(blockDuration * Double(signal.sampleRate))
        return AsyncStream { continuation in
            let task = Task {
                for start in stride(from: 0, to: signal.samples.count, by: size) {
                    try await Task.sleep(for: .seconds(blockDuration))
                    continuation.yield(Array(signal.samples[start..<min(signal.samples.count, start + size)]))
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
