public import Foundation

extension AudioReader {
    /// Reads headerless samples from standard input or any other handle, which stays the caller's to close.
    ///
    /// - Parameters:
    ///   - handle: read from where it stands to its end.
    ///   - name: what errors call it.
    ///   - sampleRate: of the raw samples, in hertz; `options.sampleRate` is the rate wanted.
    ///   - channelCount: interleaved channels of the raw samples.
    ///   - blockSize: how many samples a block has; a live voice wants few.
    /// - Throws: `AudioError` for an absurd rate or number of channels.
    public convenience init(
        raw handle: FileHandle, name: String = "standard input", encoding: RawEncoding, sampleRate: Int,
        channelCount: Int = 1, options: DecodingOptions = .default, blockSize: Int = AudioReader.defaultBlockSize
    ) throws(AudioError) {
        try Self.checkShape(sampleRate: sampleRate, channelCount: channelCount, path: name)
        let source = RawSource(
            handle: handle, name: name, encoding: encoding, sampleRate: sampleRate, channelCount: channelCount)
        try self.init(source: source, path: name, options: options, blockSize: blockSize)
    }
}
