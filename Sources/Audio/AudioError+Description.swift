public import Foundation

extension AudioError: CustomStringConvertible, LocalizedError {
    /// One sentence without a period: `clip.wav: not audio: …`.
    public var description: String { "\(path): \(fact)" }
    public var errorDescription: String? { description }
}

extension AudioError.Fact: CustomStringConvertible {
    /// The reason alone, without the file.
    public var description: String {
        switch self {
        case .notFound:
            "no such file"
        case .danglingLink:
            "a symbolic link to a file that does not exist"
        case .isDirectory:
            "a directory, not a recording"
        case .notRegularFile(let kind):
            "\(kind), not a file; send raw samples through standard input instead"
        case .unreadable(let system):
            "cannot be read: \(system)"
        case .empty:
            "empty: the file has no bytes"
        case .notAudio:
            "not audio: the content is of no known audio format"
        case .noSamples:
            "no samples: the recording is 0 seconds long"
        case .headerTruncated(let format):
            "truncated: the file ends inside its \(format) header"
        case .missingPart(let format, let part):
            "damaged: the \(format) header has no \(part)"
        case .truncated(let found, let promised) where seconds(found) == seconds(promised):
            "truncated: less than 0.01 s is missing from the \(seconds(promised)) that the header promises"
        case .truncated(let found, let promised):
            "truncated: the header promises \(seconds(promised)) but only \(seconds(found)) are there"
        case .streamTruncated(let format, let found?):
            "truncated: the \(format) stream breaks off after \(seconds(found))"
        case .streamTruncated(let format, nil):
            "truncated: the \(format) stream breaks off"
        case .damaged(let format, let time?):
            "damaged: the \(format) stream has a gap near \(seconds(time))"
        case .damaged(let format, nil):
            "damaged: the \(format) stream has a gap"
        case .concatenated(let format):
            "several \(format) recordings joined in one file, which cannot be read as one"
        case .partialFrame(let bytes, let frameBytes):
            "truncated: the last frame has \(bytes) of \(frameBytes) bytes"
        case .zeroChannels:
            "zero channels: the header says that the recording has none"
        case .tooManyChannels(let count, let maximum):
            "too many channels: \(count), where at most \(maximum) are accepted"
        case .absurdRate(let rate, let minimum, let maximum):
            "absurd sample rate: \(rate) Hz, where \(minimum) to \(maximum) Hz are accepted"
        case .notFinite(let time):
            "not a number: a sample at \(seconds(time)) is infinite or NaN"
        case .tooLong(let duration?, let maximum):
            "too long: \(seconds(duration)), where at most \(seconds(maximum)) are accepted"
        case .tooLong(nil, let maximum):
            "too long: at most \(seconds(maximum)) are accepted"
        case .decoderFailure(let message):
            "cannot be decoded: \(message)"
        case .needsFFmpeg(let format):
            "\(format) needs the ffmpeg program, which is not installed: install ffmpeg and try again"
        case .ffmpegFailed(let message):
            "ffmpeg cannot decode it: \(message)"
        case .resamplingFailed(let message):
            "cannot be resampled: \(message)"
        case .unwritable(let system):
            "cannot be written: \(system)"
        case .alreadyFailed:
            "reading was tried again after it had failed"
        }
    }

    /// Two decimals, by hand: the sentence is the same in every locale.
    private func seconds(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "\(value) s" }
        let hundredths = Int((abs(value) * 100).rounded())
        let fraction = hundredths % 100
        return "\(value < 0 ? "-" : "")\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) s"
    }
}
