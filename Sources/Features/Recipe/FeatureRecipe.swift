public import UndertoneAudio

/// Everything between a recording and its features, as one value: training and serving share it.
///
/// It is stored in the model bundle, and recognition reads it from there and from nowhere else. Decoding one throws
/// what `validate` throws when a number is out of bounds, so a recipe from a file can be trusted with memory.
///
/// The order of the steps: conditioning of the stream → segmentation → conditioning of each segment → its duration standardised → level
/// normalised → descriptors and voice sets → functionals, unless `level` says that a segment's frames are wanted themselves.
public struct FeatureRecipe: Hashable, Sendable {
    /// What a segment gives: one row of functionals, or its frames × descriptors, of which a net hears the order.
    public var level: FeatureLevel
    /// What is measured in each frame, and at which sample rate.
    public var descriptors: DescriptorOptions
    /// Sets of voice measurements, whose functionals come after the descriptors'. With any of them, `descriptors.groups` may be
    /// empty.
    public var voice: [VoiceSet]
    /// How each descriptor's run through a segment is summed up, unless `exceptions` say otherwise.
    public var functionals: [Functional]
    /// Columns that are summed up in another way; the first that fits a column counts.
    public var exceptions: [FunctionalException]
    /// Frames this many decibels or more below the segment's level (`SegmentLevel`) take no part in functionals, so that silence
    /// around the speech does not count; nil: all frames take part.
    public var activityThreshold: Double?
    /// Scale each segment to the same level before anything is measured, so that gain does not change the features.
    public var isLevelNormalised: Bool
    /// What is done to the sound before anything is measured.
    public var conditioning: Conditioning
    /// How a long recording falls into segments.
    public var segmentation: Segmentation
    /// Brings each segment to one length; nil leaves segments as long as they are.
    public var duration: DurationStandardisation?

    public init(
        level: FeatureLevel = .functionals, descriptors: DescriptorOptions, voice: [VoiceSet] = [], functionals: [Functional] = .basic,
        exceptions: [FunctionalException] = [],
        activityThreshold: Double? = nil, isLevelNormalised: Bool = false, conditioning: Conditioning = .none,
        segmentation: Segmentation = .whole, duration: DurationStandardisation? = nil
    ) {
        self.level = level
        self.descriptors = descriptors
        self.voice = voice
        self.functionals = functionals
        self.exceptions = exceptions
        self.activityThreshold = activityThreshold
        self.isLevelNormalised = isLevelNormalised
        self.conditioning = conditioning
        self.segmentation = segmentation
        self.duration = duration
    }

    /// A named set as the convention's toolkit computes it: without conditioning, a recording being one segment.
    /// Voice sets have a convention of their own.
    public init(set: FeatureSet, convention: FeatureConvention = .librosa, sampleRate: Int = 16000) {
        let deltas = set == .core ? DeltaOptions(convention: convention) : nil
        self.init(
            descriptors: DescriptorOptions(
                groups: set.groups, convention: convention, sampleRate: sampleRate, deltas: deltas),
            voice: set.voiceSet.map { [$0] } ?? [])
    }

    /// What training uses unless told otherwise: `speech` and `prosody`.
    ///
    /// Chosen like `speech`, on CREMA-D's training and validation speakers: prosody adds two hundredths of recall to its
    /// functionals, and voice quality on top a few thousandths, for which it is not worth its time.
    public static let `default`: FeatureRecipe = {
        var recipe = FeatureRecipe.speech
        recipe.voice = [.prosody]
        return recipe
    }()

    /// What a net of functionals hears unless told otherwise: `speech`, `prosody`, `voice-quality` and `egemaps`.
    ///
    /// Chosen on CREMA-D's training and validation speakers, where the last two add a hundredth of recall to a net's.
    public static let comprehensive: FeatureRecipe = {
        var recipe = FeatureRecipe.speech
        recipe.voice = [.prosody, .voiceQuality, .egemaps]
        return recipe
    }()

    /// The rate, in hertz, to which every recording is resampled first.
    public var sampleRate: Int { descriptors.frames.sampleRate }

    /// Frames a second.
    public var frameRate: Double { Double(sampleRate) / Double(descriptors.frames.hopLength) }
}

/// Other functionals for the columns whose name begins in a certain way, such as `mfcc_delta_`.
public struct FunctionalException: Codable, Hashable, Sendable {
    public var columnPrefix: String
    /// None leaves the columns out.
    public var functionals: [Functional]

    public init(columnPrefix: String, functionals: [Functional]) {
        self.columnPrefix = columnPrefix
        self.functionals = functionals
    }
}
