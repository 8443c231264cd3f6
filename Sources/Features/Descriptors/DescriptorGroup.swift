/// A family of per-frame descriptors that is asked for by one name.
public enum DescriptorGroup: String, Codable, Hashable, Sendable, CaseIterable {
    /// `log_mel_0` …: the logarithms of the mel bands.
    case logMel = "log-mel"
    /// `mfcc_0` … (from `mfcc_1` where coefficient 0 is omitted).
    case mfcc
    /// `spectral_centroid` and `spectral_bandwidth` (Hz), `spectral_rolloff` (Hz), `spectral_flatness` (0…1),
    /// `spectral_contrast_0` … (dB) and `spectral_flux`, of the magnitude spectrum.
    case spectral
    /// `chroma_0` …: energy by pitch class from C, the largest of a frame being 1.
    case chroma
    /// `rms`: the root mean square of the frame's samples, before any window.
    case energy
    /// `zero_crossing_rate`: sign changes in a frame as a share of its samples.
    case zeroCrossingRate = "zero-crossing-rate"
    /// `shape_level` (dB), `shape_centroid` (log₂ Hz) …: the spectrum's shape within a band, on logarithmic scales; all columns
    /// and their definitions are in `ShapeOptions`.
    case shape = "spectral-shape"
}
