/// Which descriptors a frame gets, and every number in their definitions.
public struct DescriptorOptions: Codable, Hashable, Sendable {
    /// The columns' order follows the groups'; deltas come last.
    public var groups: [DescriptorGroup]
    public var frames: FrameOptions
    public var mel: MelOptions
    public var log: LogOptions
    public var mfcc: MFCCOptions
    public var spectral: SpectralOptions
    public var chroma: ChromaOptions
    public var shape: ShapeOptions
    /// Time derivatives of some groups; nil for none.
    public var deltas: DeltaOptions?

    /// The convention's options at a rate. Conventions define log-mel and MFCC; the other groups are librosa's, on the
    /// convention's frames.
    public init(
        groups: [DescriptorGroup], convention: FeatureConvention = .librosa, sampleRate: Int = 16000,
        deltas: DeltaOptions? = nil
    ) {
        self.groups = groups
        frames = FrameOptions(convention: convention, sampleRate: sampleRate)
        mel = MelOptions(convention: convention)
        log = LogOptions(convention: convention)
        mfcc = MFCCOptions(convention: convention)
        spectral = SpectralOptions()
        chroma = ChromaOptions()
        shape = ShapeOptions()
        self.deltas = deltas
    }

    /// The same options without those that need the whole signal (`log.topDecibels`, `spectral.contrastTopDecibels`).
    public var streaming: DescriptorOptions {
        var result = self
        result.log.topDecibels = nil
        result.spectral.contrastTopDecibels = nil
        return result
    }

    /// Throws unless a computer can be made of these options. Groups that are not asked for are not looked at.
    public func validate() throws(FeatureOptionsError) {
        guard !groups.isEmpty, Set(groups).count == groups.count else { throw .groups }
        try frames.validate()
        if needsMel {
            _ = try MelBank(mel, frames: frames)
            try log.validate()
        }
        if groups.contains(.mfcc) { try mfcc.validate(bands: mel.bands) }
        if groups.contains(.spectral) { try spectral.validate(sampleRate: frames.sampleRate) }
        if groups.contains(.chroma) { try chroma.validate() }
        if groups.contains(.shape) { try shape.validate(sampleRate: frames.sampleRate) }
        try deltas?.validate(groups: groups)
    }

    var needsMel: Bool { groups.contains(.logMel) || groups.contains(.mfcc) }
    var needsMagnitude: Bool { groups.contains(.spectral) || (needsMel && mel.spectrum == .magnitude) }
    var needsPower: Bool {
        groups.contains(.spectral) || groups.contains(.chroma) || groups.contains(.shape)
            || (needsMel && mel.spectrum == .power)
    }
    /// Whether anything is done to a frame's samples before the window.
    var changesSamples: Bool { frames.sampleScale != 1 || frames.removesMean || frames.preEmphasis != 0 }
    var needsSpectrum: Bool { needsMagnitude || needsPower }
}
