extension Signal {
    /// The same sound at another rate (soxr, HQ recipe), `count × sampleRate / self.sampleRate` samples, rounded.
    ///
    /// - Parameter sampleRate: in hertz.
    /// - Throws: `AudioError` when soxr refuses the rates.
    public func resampled(to sampleRate: Int) throws(AudioError) -> Signal {
        guard sampleRate != self.sampleRate else { return self }
        let resampler = try Resampler(from: self.sampleRate, to: sampleRate)
        var output = try resampler.process(samples)
        output += try resampler.finish()
        return Signal(samples: output, sampleRate: sampleRate)
    }
}
