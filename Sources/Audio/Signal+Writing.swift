extension Signal {
    /// Writes a WAV file: beside its place first, then moved there, so that no half-written file is ever seen.
    ///
    /// - Throws: `AudioError` when a sample is infinite or NaN, or when the file cannot be written; nothing is left
    ///   behind then.
    public func write(toWAV path: String, encoding: WaveEncoding = .integer16) throws(AudioError) {
        if let index = samples.withUnsafeBufferPointer({ firstNotFinite($0.baseAddress, count: $0.count) }) {
            throw AudioError(path: path, fact: .notFinite(time: Double(index) / Double(sampleRate)))
        }
        let writer = try WaveWriter(path: path, sampleRate: sampleRate, encoding: encoding)
        try writer.write(samples)
        try writer.commit()
    }
}
