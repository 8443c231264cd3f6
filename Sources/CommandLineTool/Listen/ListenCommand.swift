import ArgumentParser
import Foundation
import Undertone
import UndertoneAudio

struct ListenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "listen",
        abstract: "Say which emotion a live voice expresses, while it speaks.",
        discussion: """
            Listens to the microphone, or to raw samples from standard input, until they end or Ctrl-C is pressed. Every second it \
            judges the last three, steadied by what was heard before; where nobody speaks it says so. At the end it gives the answer \
            that a recording of the whole would get. On a terminal it draws the level, the emotions and their history; into a pipe it \
            writes a line a moment.

            EXAMPLES
              undertone listen
              undertone listen --devices
              undertone listen --device headset --record call.wav
              undertone listen --window 2 --hop 0.5 --format json
              ffmpeg -i talk.mp4 -f s16le -ac 1 -ar 16000 - | undertone listen -
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @Argument(help: "- for raw samples from standard input; without it the microphone.")
    var source: String?

    @Option(help: ArgumentHelp("The microphone, by its name or a part of it.", valueName: "name"))
    var device: String?

    @Flag(help: "List the microphones that there are.")
    var devices = false

    @Option(help: "A model bundle's folder, or the name of a built-in model.")
    var model: String?

    @Option(help: ArgumentHelp("How much of the past is judged.", valueName: "seconds"))
    var window: Double = MomentOptions.default.window

    @Option(help: ArgumentHelp("How often it is judged.", valueName: "seconds"))
    var hop: Double = MomentOptions.default.hop

    @Option(help: ArgumentHelp("How far what was heard before steadies an answer; 0: not at all.", valueName: "seconds"))
    var smoothing: Double = MomentOptions.default.smoothing

    @Option(help: "How to write the answers.")
    var format: Format = .table

    @Option(help: ArgumentHelp("Also keep what is heard, as a WAV file.", valueName: "file"))
    var record: String?

    @Option(help: ArgumentHelp("Stop after so long.", valueName: "seconds"))
    var longest: Double?

    @OptionGroup var raw: RawInputOptions

    private var options: MomentOptions { MomentOptions(window: window, hop: hop, smoothing: smoothing) }

    func validate() throws {
        if let source, source != "-" {
            throw ValidationError("listen hears the microphone or - (standard input); for recordings there is undertone predict.")
        }
        if source == "-", device != nil { throw ValidationError("--device names a microphone, and - is standard input.") }
        if let longest, !(longest > 0) { throw ValidationError("--longest takes a number of seconds above zero.") }
        do { try options.validate() } catch { throw ValidationError("\(error)") }
    }

    func run() async throws {
        do {
            if devices { return try list(Microphone.devices()) }
            let recognizer = try Models.recognizer(named: model)
            let input = try input()
            let recorder = try record.map { try WaveWriter(path: $0, sampleRate: input.sampleRate) }
            // What was recorded is kept, whatever becomes of the answers.
            let result = Result { try listen(to: input, with: recognizer, recorder: recorder) }
            try recorder?.commit()
            try result.get()
        } catch let error as any CustomStringConvertible & Error where error is AudioError || error is MicrophoneError {
            throw Failure(error)
        }
    }

    private func list(_ devices: [RecordingDevice]) throws {
        guard !devices.isEmpty else { throw MicrophoneError.noDevice }
        for device in devices {
            let channels = device.channelCount == 1 ? "1 channel" : "\(device.channelCount) channels"
            try StandardOutput.line(
                "\(device.isDefault ? "*" : " ") \(device.name)  (\(device.sampleRate) Hz, \(channels))")
        }
    }

    /// Blocks of a fiftieth of a second.
    private func input() throws -> LiveInput {
        guard source == "-" else { return .microphone(try Microphone(named: device)) }
        let reader = try AudioReader(
            raw: .standardInput, encoding: raw.encoding, sampleRate: raw.rate, channelCount: raw.channels,
            blockSize: max(1, raw.rate / 50))
        return .standardInput(reader)
    }

    private func output(_ recognizer: Recognizer, _ input: LiveInput) -> any LiveOutput {
        switch format {
        case .json: LiveJSON()
        case .table where isatty(STDOUT_FILENO) == 1: LiveTerminal(labels: recognizer.labels, source: input.name)
        case .table: LiveLines()
        }
    }

    private func listen(to input: LiveInput, with recognizer: Recognizer, recorder: WaveWriter?) throws {
        var output = output(recognizer, input)
        var live = try LiveRecognition(recognizer, options: options)
        let resampler =
            input.sampleRate == recognizer.sampleRate
            ? nil : try Resampler(from: input.sampleRate, to: recognizer.sampleRate)
        var count = 0
        let most = longest.map { Int($0 * Double(input.sampleRate)) } ?? .max
        while count < most, let block = try input.nextBlock() {
            let block = Array(block.prefix(most - count))
            count += block.count
            try recorder?.write(block)
            for moment in try live.accept(resampler?.process(block) ?? block) { try output.tell(moment) }
            try output.hear(level: Self.level(block), time: Double(count) / Double(input.sampleRate))
        }
        // Ctrl-C is how a live voice ends: what has been heard is answered.
        if let resampler { for moment in try live.accept(resampler.finish()) { try output.tell(moment) } }
        let (moments, prediction) = try live.finish(path: input.name)
        for moment in moments { try output.tell(moment) }
        try output.end(prediction)
        if input.lossCount > 0 {
            StandardError.write("undertone: the computer was too slow, and sound was lost \(input.lossCount) times.\n")
        }
    }

    /// In dB of full scale.
    private static func level(_ block: [Float]) -> Double {
        let power = block.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(1, block.count))
        return 10 * log10(power)
    }
}
