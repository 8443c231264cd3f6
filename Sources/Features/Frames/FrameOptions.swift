public import UndertoneAudio

/// How a signal is cut into frames, and what is done to a frame's samples before the spectrum.
public struct FrameOptions: Codable, Hashable, Sendable {
    /// Where frames stand on the signal.
    public enum Alignment: Codable, Hashable, Sendable {
        /// Frame t begins at sample t·hop and only whole frames count: 1 + (n − window)/hop of them, none when n < window
        /// (Kaldi's `snip_edges`, HTK, librosa's `center=False`).
        case inside
        /// Frame t is centred at sample t·hop and the signal is continued at both ends: 1 + n/hop frames (librosa's `center`).
        case centred(Padding)
        /// Frame t is centred at t·hop + hop/2 and the signal is mirrored at both ends: (n + hop/2)/hop frames
        /// (Kaldi without `snip_edges`).
        case kaldiMirrored
    }

    /// How a signal goes on before its first and after its last sample.
    public enum Padding: String, Codable, Hashable, Sendable, CaseIterable {
        /// With zeros (librosa's default, `pad_mode="constant"`).
        case zero
        /// Mirrored about the end sample, which is not repeated (NumPy's `reflect`).
        case reflect
        /// With the end sample (NumPy's `edge`).
        case edge
    }

    /// In hertz.
    public var sampleRate: Int
    /// In samples.
    public var windowLength: Int
    /// Samples from one frame to the next.
    public var hopLength: Int
    /// The transform's length in samples: a power of two from 32 to 65536; frames are filled up with zeros.
    public var transformLength: Int
    public var window: WindowFunction
    public var alignment: Alignment
    /// Samples are multiplied by this first: 1 keeps −1…1, 32768 is the scale of 16-bit samples that HTK works on.
    public var sampleScale: Float
    /// Subtract each frame's mean (Kaldi's `remove_dc_offset`).
    public var removesMean: Bool
    /// The factor a in x[n] − a·x[n − 1] within each frame, whose first sample becomes (1 − a)·x[0]; 0 for none.
    public var preEmphasis: Float

    public init(
        sampleRate: Int = 16000, windowLength: Int = 512, hopLength: Int = 160, transformLength: Int = 512,
        window: WindowFunction = .hannPeriodic, alignment: Alignment = .centred(.zero), sampleScale: Float = 1,
        removesMean: Bool = false, preEmphasis: Float = 0
    ) {
        self.sampleRate = sampleRate
        self.windowLength = windowLength
        self.hopLength = hopLength
        self.transformLength = transformLength
        self.window = window
        self.alignment = alignment
        self.sampleScale = sampleScale
        self.removesMean = removesMean
        self.preEmphasis = preEmphasis
    }

    /// The convention's framing at a rate. librosa: 32 ms windows (512 at 16 kHz) every 10 ms; Kaldi and HTK: 25 ms every 10 ms.
    public init(convention: FeatureConvention, sampleRate: Int = 16000) {
        let hop = max(1, sampleRate / 100)
        let quarter = max(1, sampleRate / 40)
        switch convention {
        case .librosa:
            let length = Self.transformLength(for: max(1, sampleRate * 32 / 1000))
            self.init(sampleRate: sampleRate, windowLength: length, hopLength: hop, transformLength: length)
        case .kaldi:
            self.init(
                sampleRate: sampleRate, windowLength: quarter, hopLength: hop,
                transformLength: Self.transformLength(for: quarter), window: .povey, alignment: .inside,
                removesMean: true, preEmphasis: 0.97)
        case .htk:
            self.init(
                sampleRate: sampleRate, windowLength: quarter, hopLength: hop,
                transformLength: Self.transformLength(for: quarter), window: .hamming, alignment: .inside,
                sampleScale: 32768, preEmphasis: 0.97)
        }
    }

    /// The smallest supported transform that holds a window.
    public static func transformLength(for windowLength: Int) -> Int {
        var length = 32
        while length < windowLength, length < 65536 { length *= 2 }
        return length
    }

    /// How many bins a frame's spectrum has: transform/2 + 1, from 0 Hz to half the sample rate.
    public var binCount: Int { transformLength / 2 + 1 }

    /// The frequency in hertz of each bin.
    public var binFrequencies: [Double] {
        (0..<binCount).map { Double($0) * Double(sampleRate) / Double(transformLength) }
    }

    /// Throws unless a computer can be made of these options.
    public func validate() throws(FeatureOptionsError) {
        try require(sampleRate, in: 100...1_000_000, field: "sampleRate")
        guard (32...65536).contains(transformLength), transformLength.nonzeroBitCount == 1 else {
            throw .transformLength(transformLength)
        }
        try require(windowLength, in: 2...65536, field: "windowLength")
        guard windowLength <= transformLength else {
            throw .windowLongerThanTransform(window: windowLength, transform: transformLength)
        }
        try require(hopLength, in: 1...1_000_000, field: "hopLength")
        try require(sampleScale, in: 1e-6...1e6, field: "sampleScale")
        try require(preEmphasis, in: 0...1, field: "preEmphasis")
    }
}
