/// One channel of sound: samples in −1…1 (full scale) at a sample rate in hertz.
public struct Signal: Hashable, Sendable {
    public var samples: [Float]
    /// In hertz.
    public let sampleRate: Int

    /// - Precondition: `sampleRate` is positive.
    public init(samples: [Float], sampleRate: Int) {
        precondition(sampleRate > 0, "a positive sample rate")
        self.samples = samples
        self.sampleRate = sampleRate
    }

    /// In seconds.
    public var duration: Double { Double(samples.count) / Double(sampleRate) }
}
