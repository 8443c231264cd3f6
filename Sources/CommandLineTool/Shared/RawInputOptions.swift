import ArgumentParser
import Foundation
import UndertoneAudio

/// How to read `-`: samples without a header have to be described.
struct RawInputOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Samples read from standard input (-): s16le, f32le or mulaw.", valueName: "encoding"))
    var encoding: RawEncoding = .s16le

    @Option(help: ArgumentHelp("Sample rate of standard input (-).", valueName: "hertz"))
    var rate: Int = 16000

    @Option(help: ArgumentHelp("Interleaved channels of standard input (-).", valueName: "count"))
    var channels: Int = 1

    func validate() throws {
        if !(1000...768_000).contains(rate) { throw ValidationError("--rate takes 1000 to 768000 hertz.") }
        if !(1...64).contains(channels) { throw ValidationError("--channels takes 1 to 64.") }
    }

    func reader(options: DecodingOptions) throws -> AudioReader {
        try AudioReader(
            raw: .standardInput, encoding: encoding, sampleRate: rate, channelCount: channels, options: options)
    }
}

