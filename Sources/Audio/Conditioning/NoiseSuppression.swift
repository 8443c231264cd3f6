/// A way of taking stationary noise out of speech, sample by sample in time with the input.
public enum NoiseSuppression: String, Codable, Hashable, Sendable, CaseIterable {
    /// The preprocessor of speexdsp (Valin, the Speex manual): 10 ms blocks of 16-bit samples, noise attenuated by at most 15 dB.
    case speex
    /// `SpectralSuppressor` with its default options.
    case spectral
}
