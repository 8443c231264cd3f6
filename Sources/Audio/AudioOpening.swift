import CSndFile

/// Finds out what a file is and how to decode it.
enum AudioOpening {
    static func open(path: String, options: DecodingOptions) throws(AudioError) -> any FrameSource {
        let file = try RegularFile(path: path)
        do {
            return try SoundFile(file: file, wantedRate: options.sampleRate)
        } catch {
            throw AudioError(
                path: path,
                fact: error.code == SF_ERR_UNRECOGNISED_FORMAT ? .notAudio : .decoderFailure(message: error.message))
        }
    }
}
