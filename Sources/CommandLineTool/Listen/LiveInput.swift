import Foundation
import UndertoneAudio

/// Where a live voice comes from: a microphone, or raw samples on standard input.
enum LiveInput {
    case microphone(Microphone)
    case standardInput(AudioReader)

    /// For people.
    var name: String {
        switch self {
        case .microphone(let microphone): microphone.device.name
        case .standardInput: "standard input"
        }
    }

    /// Of its blocks, in hertz.
    var sampleRate: Int {
        switch self {
        case .microphone(let microphone): microphone.sampleRate
        case .standardInput(let reader): reader.sampleRate
        }
    }

    /// How often sound was lost because the computer was too slow.
    var lossCount: Int {
        if case .microphone(let microphone) = self { microphone.lossCount } else { 0 }
    }

    /// The next samples as soon as they have come; nil at the end, and once the task is cancelled.
    func nextBlock() throws -> [Float]? {
        switch self {
        case .microphone(let microphone): return Task.isCancelled ? nil : try microphone.nextBlock()
        case .standardInput(let reader): return Self.awaitInput() ? try reader.nextBlock() : nil
        }
    }

    /// Whether there is something to read, or the end, before the task is cancelled.
    private static func awaitInput() -> Bool {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while !Task.isCancelled {
            if poll(&input, 1, 100) != 0 { return true }
        }
        return false
    }
}
