import Foundation

/// The scale on which mel bands stand evenly.
public enum MelScale: String, Codable, Hashable, Sendable, CaseIterable {
    /// Linear below 1 kHz and logarithmic above, from Slaney's Auditory Toolbox (librosa's default).
    case slaney
    /// 2595 log₁₀(1 + f/700), equal to 1127 ln(1 + f/700) (HTK, Kaldi).
    case htk

    private static let slaneySpacing = 200.0 / 3
    private static let slaneyStep = log(6.4) / 27

    public func mel(hertz: Double) -> Double {
        switch self {
        case .htk: 1127.01048 * log(1 + hertz / 700)
        case .slaney:
            hertz < 1000
                ? hertz / Self.slaneySpacing : 1000 / Self.slaneySpacing + log(hertz / 1000) / Self.slaneyStep
        }
    }

    public func hertz(mel: Double) -> Double {
        switch self {
        case .htk: 700 * (exp(mel / 1127.01048) - 1)
        case .slaney:
            mel < 1000 / Self.slaneySpacing
                ? mel * Self.slaneySpacing : 1000 * exp(Self.slaneyStep * (mel - 1000 / Self.slaneySpacing))
        }
    }
}

/// The triangular bands over a spectrum.
public struct MelOptions: Codable, Hashable, Sendable {
    /// Which numbers of a frame's spectrum the bands weigh.
    public enum Spectrum: String, Codable, Hashable, Sendable, CaseIterable {
        /// |X|.
        case magnitude
        /// |X|².
        case power
    }

    /// Along which axis a triangle's sides are straight.
    public enum Slope: String, Codable, Hashable, Sendable, CaseIterable {
        /// In hertz (librosa).
        case hertz
        /// In mel (HTK, Kaldi).
        case mel
    }

    public var bands: Int
    public var scale: MelScale
    public var slope: Slope
    /// Divide each band by half its width in hertz, which gives equal areas (Slaney's norm); otherwise every peak is 1.
    public var hasUnitArea: Bool
    /// The lower edge of the first band, in hertz.
    public var minimumFrequency: Float
    /// The upper edge of the last band in hertz; half the sample rate when nil.
    public var maximumFrequency: Float?
    public var spectrum: Spectrum

    public init(
        bands: Int = 128, scale: MelScale = .slaney, slope: Slope = .hertz, hasUnitArea: Bool = true,
        minimumFrequency: Float = 0, maximumFrequency: Float? = nil, spectrum: Spectrum = .power
    ) {
        self.bands = bands
        self.scale = scale
        self.slope = slope
        self.hasUnitArea = hasUnitArea
        self.minimumFrequency = minimumFrequency
        self.maximumFrequency = maximumFrequency
        self.spectrum = spectrum
    }

    /// The convention's bands: librosa 128, Kaldi 23 from 20 Hz, HTK 26 over the magnitude spectrum.
    public init(convention: FeatureConvention) {
        switch convention {
        case .librosa: self.init()
        case .kaldi: self.init(bands: 23, scale: .htk, slope: .mel, hasUnitArea: false, minimumFrequency: 20)
        case .htk: self.init(bands: 26, scale: .htk, slope: .mel, hasUnitArea: false, spectrum: .magnitude)
        }
    }
}
