/// How speech is cut into utterances.
public struct UtteranceCutterOptions: Codable, Hashable, Sendable {
    public var detector: SpeechDetectorOptions
    /// In seconds: how long speech must be absent to end an utterance.
    public var minimumPause: Double
    /// In seconds: an utterance with less speech joins a neighbour that is no farther than this, if there is one.
    public var shortest: Double
    /// In seconds, padding included: a longer utterance is cut where speech is weakest.
    public var longest: Double
    /// In seconds: how much is kept before and after the speech, at most half of `minimumPause`.
    public var padding: Double
    /// In seconds: with less speech than this, or less voice than half of this, there is no utterance but a click or a rustle.
    public var leastSpeech: Double
    /// Steady frames for each speech frame, 0…1, above which a sound is a tone or music and no voice.
    public var mostSteadyShare: Double

    public init(
        detector: SpeechDetectorOptions = SpeechDetectorOptions(), minimumPause: Double = 0.3, shortest: Double = 1,
        longest: Double = 8, padding: Double = 0.15, leastSpeech: Double = 0.15, mostSteadyShare: Double = 0.15
    ) {
        self.detector = detector
        self.minimumPause = minimumPause
        self.shortest = shortest
        self.longest = longest
        self.padding = padding
        self.leastSpeech = leastSpeech
        self.mostSteadyShare = mostSteadyShare
    }

    public func validate() throws(SegmentationError) {
        try detector.validate()
        try SegmentationError.require(minimumPause, in: 0.05...5, field: "minimumPause")
        try SegmentationError.require(longest, in: 1...60, field: "longest")
        try SegmentationError.require(shortest, in: 0...30, field: "shortest")
        try SegmentationError.require(padding, in: 0...minimumPause / 2, field: "padding")
        try SegmentationError.require(leastSpeech, in: 0...1, field: "leastSpeech")
        try SegmentationError.require(mostSteadyShare, in: 0...1, field: "mostSteadyShare")
        guard shortest <= longest / 2 else { throw .order(smaller: "shortest", larger: "half of longest") }
    }
}
