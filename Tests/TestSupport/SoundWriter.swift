import CSndFile
import Foundation
public import UndertoneAudio

/// Writes recordings of every format that libsndfile writes, so that no test needs a committed file.
public enum SoundWriter {
    public enum Format: String, CaseIterable, Sendable {
        case wav8, wav16, wav24, wav32, wavFloat, wavDouble, wavExtensible, wavALaw, wavMuLaw, rf64
        case aiff16, aiff24, au16, caf16, flac16, flac24, oggVorbis, opus, mp3

        var code: Int {
            switch self {
            case .wav8: SF_FORMAT_WAV | SF_FORMAT_PCM_U8
            case .wav16: SF_FORMAT_WAV | SF_FORMAT_PCM_16
            case .wav24: SF_FORMAT_WAV | SF_FORMAT_PCM_24
            case .wav32: SF_FORMAT_WAV | SF_FORMAT_PCM_32
            case .wavFloat: SF_FORMAT_WAV | SF_FORMAT_FLOAT
            case .wavDouble: SF_FORMAT_WAV | SF_FORMAT_DOUBLE
            case .wavExtensible: SF_FORMAT_WAVEX | SF_FORMAT_PCM_16
            case .wavALaw: SF_FORMAT_WAV | SF_FORMAT_ALAW
            case .wavMuLaw: SF_FORMAT_WAV | SF_FORMAT_ULAW
            case .rf64: SF_FORMAT_RF64 | SF_FORMAT_PCM_16
            case .aiff16: SF_FORMAT_AIFF | SF_FORMAT_PCM_16
            case .aiff24: SF_FORMAT_AIFF | SF_FORMAT_PCM_24
            case .au16: SF_FORMAT_AU | SF_FORMAT_PCM_16
            case .caf16: SF_FORMAT_CAF | SF_FORMAT_PCM_16
            case .flac16: SF_FORMAT_FLAC | SF_FORMAT_PCM_16
            case .flac24: SF_FORMAT_FLAC | SF_FORMAT_PCM_24
            case .oggVorbis: SF_FORMAT_OGG | SF_FORMAT_VORBIS
            case .opus: SF_FORMAT_OGG | SF_FORMAT_OPUS
            // In the header since libsndfile 1.1.
            case .mp3: 0x23_0000 | 0x82
            }
        }
    }

    public struct Failure: Error, CustomStringConvertible {
        public let description: String

        public init(description: String) {
            self.description = description
        }
    }

    /// Writes interleaved samples and returns the path.
    @discardableResult
    public static func write(
        _ samples: [Float], sampleRate: Int, channelCount: Int = 1, format: Format, to path: String
    ) throws -> String {
        var information = SF_INFO()
        information.samplerate = Int32(sampleRate)
        information.channels = Int32(channelCount)
        information.format = Int32(format.code)
        guard let handle = sf_open(path, Int32(SFM_WRITE), &information) else {
            throw Failure(description: "\(format): \(String(cString: sf_strerror(nil)))")
        }
        sf_command(handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
        let frames = sf_count_t(samples.count / channelCount)
        let written = samples.withUnsafeBufferPointer { sf_writef_float(handle, $0.baseAddress, frames) }
        guard sf_close(handle) == 0, written == frames else { throw Failure(description: "\(format): \(path)") }
        return path
    }

    @discardableResult
    public static func write(_ signal: Signal, format: Format, to path: String) throws -> String {
        try write(signal.samples, sampleRate: signal.sampleRate, format: format, to: path)
    }

    /// The bytes of such a file.
    public static func bytes(_ signal: Signal, format: Format) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let path = try write(signal, format: format, to: folder.path("sound"))
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
