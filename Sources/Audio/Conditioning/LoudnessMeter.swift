import CEBUR128

/// Loudness as EBU R 128 and ITU-R BS.1770-4 define it, by libebur128, of one channel that counts as a centre.
public final class LoudnessMeter {
    private let handle: UnsafeMutablePointer<ebur128_state>

    /// The K weighting has a corner at 1.7 kHz, which the sound must be able to hold.
    public static let lowestSampleRate = 4000

    /// - Throws: `ConditioningError` for a sample rate below `lowestSampleRate` or one that the library refuses.
    public init(sampleRate: Int) throws(ConditioningError) {
        guard sampleRate >= Self.lowestSampleRate, sampleRate <= AudioLimits.sampleRates.upperBound,
            let state = ebur128_init(1, UInt(sampleRate), Int32(EBUR128_MODE_I.rawValue))
        else { throw .libraryRefused(library: "libebur128", sampleRate: sampleRate) }
        guard ebur128_set_channel(state, 0, Int32(EBUR128_CENTER.rawValue)) == Int32(EBUR128_SUCCESS.rawValue) else {
            Self.free(state)
            throw .libraryRefused(library: "libebur128", sampleRate: sampleRate)
        }
        handle = state
    }

    deinit {
        Self.free(handle)
    }

    /// The library reads through the pointer that it is given, so that it must never be a null pointer.
    private static func free(_ state: UnsafeMutablePointer<ebur128_state>) {
        var state: UnsafeMutablePointer<ebur128_state>? = state
        ebur128_destroy(&state)
    }

    /// The next samples; false when the library had no memory for them. A sample that is not finite counts as 0.
    @discardableResult
    public func add(_ samples: [Float]) -> Bool {
        let samples = samples.boundedSamples
        return ebur128_add_frames_float(handle, samples, samples.count) == Int32(EBUR128_SUCCESS.rawValue)
    }

    /// Loudness of all samples so far in LUFS; nil before there is a block of 400 ms above −70 LUFS.
    public var integratedLoudness: Double? {
        var loudness = 0.0
        guard ebur128_loudness_global(handle, &loudness) == Int32(EBUR128_SUCCESS.rawValue), loudness.isFinite else { return nil }
        return loudness
    }

    static func integratedLoudness(of samples: [Float], sampleRate: Int) -> Double? {
        guard let meter = try? LoudnessMeter(sampleRate: sampleRate), meter.add(samples) else { return nil }
        return meter.integratedLoudness
    }
}
