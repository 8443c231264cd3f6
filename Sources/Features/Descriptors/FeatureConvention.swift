/// Whose definitions of frames, mel bands and cepstra are followed. Parity tests hold the first two to their
/// toolkits, and HTK's to an independent NumPy reading of its book.
public enum FeatureConvention: String, Codable, Hashable, Sendable, CaseIterable {
    /// librosa 0.11: centred frames, Hann window, Slaney mel bands, decibels, orthonormal cosine transform.
    case librosa
    /// Kaldi, as in kaldi-native-fbank 1.22: whole frames only, Povey window, pre-emphasis, natural logarithms.
    case kaldi
    /// HTK 3.4 ("The HTK Book", chapter 5): Hamming window, magnitude spectrum, 16-bit sample scale, liftered cepstra.
    case htk
}
