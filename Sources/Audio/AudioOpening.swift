import CSndFile

/// Finds out what a file is, whether it is whole, and who decodes it.
enum AudioOpening {
    static func open(_ file: RegularFile, options: DecodingOptions) throws(AudioError) -> any FrameSource {
        switch try Container.recognise(file) {
        case .wave:
            let header = try WaveHeader(file)
            // MPEG, AAC and other guests in a WAV file.
            let isGuest = ![1, 2, 3, 6, 7, 0x11, 0x31, 0x40, 0x45].contains(header.formatTag)
            let foreign = isGuest ? "WAV with codec \(header.formatTag)" : nil
            return try decode(file, raw: header.streamed, options, foreign: foreign)
        case .aiff:
            try ChunkHeaders.checkAIFF(file)
            return try decode(file, options)
        case .au:
            try ChunkHeaders.checkAU(file)
            return try decode(file, options)
        case .caf:
            try ChunkHeaders.checkCAF(file)
            return try decode(file, options, foreign: "CAF with this codec")
        case .flac:
            guard file.size >= 42 else { throw AudioError(path: file.path, fact: .headerTruncated(format: "FLAC")) }
            return try decode(file, options)
        case .ogg:
            let stream = try OggStream(file)
            guard stream.codec != .other else { return try ffmpeg(file, format: "Ogg with this codec", options) }
            guard stream.isSingle else { return try ffmpeg(file, format: "Ogg with several streams", options) }
            return try decode(file, options)
        case .mpeg(let firstFrame):
            let stream = try MPEGStream(file, firstFrame: firstFrame)
            return try decode(file, options, headerIsExact: stream.hasTable)
        case .foreign(let format):
            return try ffmpeg(file, format: format, options)
        case .notAudio:
            throw AudioError(path: file.path, fact: .notAudio)
        case .other:
            return try decode(file, options)
        }
    }

    /// - Parameter foreign: what the format is called, where ffmpeg may know it if libsndfile does not.
    private static func decode(
        _ file: RegularFile, raw: RawStretch? = nil, _ options: DecodingOptions, headerIsExact: Bool = true,
        foreign: String? = nil
    ) throws(AudioError) -> any FrameSource {
        do {
            return try SoundFile(file: file, raw: raw, headerIsExact: headerIsExact)
        } catch {
            if let foreign { return try ffmpeg(file, format: foreign, options) }
            let isUnknown = error.code == SF_ERR_UNRECOGNISED_FORMAT
            throw AudioError(path: file.path, fact: isUnknown ? .notAudio : .decoderFailure(message: error.message))
        }
    }

    private static func ffmpeg(
        _ file: RegularFile, format: String, _ options: DecodingOptions
    ) throws(AudioError) -> any FrameSource {
        guard let program = options.ffmpeg.flatMap(ChildProcess.find) else {
            throw AudioError(path: file.path, fact: .needsFFmpeg(format: format))
        }
        return try FFmpegSource(program: program, path: file.path, container: format)
    }
}
