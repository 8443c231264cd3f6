extension Signal {
    /// Decodes a whole recording, of any format, mixed to one channel.
    ///
    /// - Throws: `AudioError`, one sentence that names the file and the reason.
    public init(contentsOf path: String, options: DecodingOptions = .default) throws(AudioError) {
        let reader = try AudioReader(path: path, options: options)
        var samples: [Float] = []
        if let duration = reader.duration {
            // A header may lie: no more than some minutes are reserved on its word.
            let expected = min(duration * Double(reader.sampleRate), 16_000_000)
            samples.reserveCapacity(Int(expected) + 1)
        }
        while let block = try reader.nextBlock() { samples += block }
        self.init(samples: samples, sampleRate: reader.sampleRate)
    }
}
