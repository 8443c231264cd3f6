import UndertoneAudio

extension FeatureRecipe {
    /// Cepstra and spectral shape of speech between 60 and 5000 Hz at 16 kHz, in utterances cut at pauses: 685 features.
    ///
    /// Windows of 40 ms every 10 ms, 16 cepstra of 40 mel bands, the 29 columns of `ShapeOptions`, and of each 13 functionals; of
    /// cepstra, level and centroids also the spectrum of their modulation. Chosen on CREMA-D's training and validation speakers
    /// with a support vector machine. The band ends where the narrowest corpus does, so that a corpus' bandwidth cannot stand
    /// for its labels; levels count relative to the segment's, and silence not at all.
    public static let speech: FeatureRecipe = {
        var descriptors = DescriptorOptions(groups: [.mfcc, .shape])
        descriptors.frames.windowLength = 640
        descriptors.frames.transformLength = 1024
        descriptors.mel.bands = 40
        descriptors.mel.minimumFrequency = descriptors.shape.minimumFrequency
        descriptors.mel.maximumFrequency = descriptors.shape.maximumFrequency
        // About 80 dB below the loudest band of a segment at the common level; a constant, so that it needs no other frame.
        descriptors.log.floor = 5e-8
        descriptors.log.topDecibels = nil
        descriptors.mfcc.count = 16
        let functionals: [Functional] = [
            .mean, .standardDeviation, .percentile(5), .percentile(25), .percentile(50), .percentile(75), .percentile(95),
            .skewness, .kurtosis, .drift, .lateness, .deltaDeviation, .delta2Deviation,
        ]
        let modulation: [Functional] = [
            .modulation(0.5, 2), .modulation(2, 4), .modulation(4, 8), .modulation(8, 14), .modulation(14, 25),
        ]
        return FeatureRecipe(
            descriptors: descriptors, functionals: functionals,
            exceptions: ["mfcc_", "shape_level", "shape_centroid", "shape_low_centroid_"].map {
                FunctionalException(columnPrefix: $0, functionals: functionals + modulation)
            },
            activityThreshold: 35, isLevelNormalised: true, segmentation: .pauses(UtteranceCutterOptions()))
    }()
}
