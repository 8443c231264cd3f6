extension FeatureRecipe {
    /// Cepstra and spectral shape of speech between 60 and 5000 Hz at 16 kHz, in segments of 4 seconds: 585 features.
    ///
    /// Chosen on CREMA-D's training and validation speakers with a support vector machine. The band ends where the narrowest corpus
    /// does, so that a corpus' bandwidth cannot stand for its labels; levels count relative to the segment's, and silence not at all.
    public static let speech = FeatureRecipe.speech()

    /// - Parameter transformLength: of the frames' windows too: 512 (32 ms) or 1024 (64 ms).
    static func speech(transformLength: Int = 512) -> FeatureRecipe {
        var descriptors = DescriptorOptions(groups: [.mfcc, .shape])
        descriptors.frames.windowLength = transformLength
        descriptors.frames.transformLength = transformLength
        descriptors.mel.bands = 40
        descriptors.mel.minimumFrequency = descriptors.shape.minimumFrequency
        descriptors.mel.maximumFrequency = descriptors.shape.maximumFrequency
        // About 80 dB below the loudest band of a segment at the common level, which a stream knows beforehand.
        descriptors.log.floor = 5e-8
        descriptors.log.topDecibels = nil
        descriptors.mfcc.count = 16
        return FeatureRecipe(
            descriptors: descriptors,
            functionals: [
                .mean, .standardDeviation, .percentile(5), .percentile(25), .percentile(50), .percentile(75), .percentile(95),
                .skewness, .kurtosis, .drift, .lateness, .deltaDeviation, .delta2Deviation,
            ],
            activityThreshold: 35, isLevelNormalised: true, segmentDuration: 4)
    }
}
