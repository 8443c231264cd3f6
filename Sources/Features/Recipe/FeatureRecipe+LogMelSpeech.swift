import Foundation
import UndertoneAudio

extension FeatureRecipe {
    /// Frames for nets: 64 mel bands of speech between 60 and 5000 Hz at 16 kHz, in utterances cut at pauses.
    ///
    /// Windows of 32 ms every 10 ms. The band is that of `speech`, and for the same reason: it ends where the narrowest corpus does, so
    /// that a corpus' bandwidth cannot stand for its labels. Segments are brought to one level, and what lies more than 60 dB
    /// below the loudest bands counts as that, so that how quiet a studio was cannot stand for them either.
    public static let logMelSpeech: FeatureRecipe = logMelSpeech(range: 60)

    /// - Parameter range: how many decibels below the loudest bands of a segment at the common level its quietest reach.
    public static func logMelSpeech(range: Double) -> FeatureRecipe {
        var descriptors = DescriptorOptions(groups: [.logMel])
        descriptors.frames.windowLength = 512
        descriptors.frames.transformLength = 512
        descriptors.frames.hopLength = 160
        descriptors.mel.bands = 64
        descriptors.mel.minimumFrequency = 60
        descriptors.mel.maximumFrequency = 5000
        // A constant, so that it needs no other frame.
        descriptors.log = LogOptions(
            unit: .natural, floor: Self.loudestBand * Float(pow(10, -range / 10)), topDecibels: nil)
        return FeatureRecipe(
            level: .frames, descriptors: descriptors, functionals: [], isLevelNormalised: true,
            segmentation: .pauses(UtteranceCutterOptions()))
    }

    /// What the loudest band of a segment at the common level comes to: about the median of 120 clips of CREMA-D, whose labels it knows
    /// nothing of.
    private static let loudestBand: Float = 6
}
