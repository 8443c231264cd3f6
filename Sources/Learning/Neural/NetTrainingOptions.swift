public import UndertoneNeural

/// How a net is trained.
public struct NetTrainingOptions: Codable, Hashable, Sendable {
    public var epochs: Int
    /// Utterances a step.
    public var batchSize: Int
    /// The highest of the schedule.
    public var learningRate: Double
    public var schedule: LearningRateSchedule
    public var optimizer: OptimizerOptions
    public var loss: Loss
    /// How much it counts that two variants of an utterance, such as altered copies, get the same answer (`ConsistencyLoss`); every batch
    /// then holds two of each utterance, and an epoch takes twice as long. 0 for none.
    public var consistency: Float
    /// Each class counts as much as any other, however many utterances it has: in each corpus, where others join in.
    public var balancesClasses: Bool
    /// How many utterances of corpora that join in an epoch hears for each one of what the net is for, drawn anew each time.
    public var joinedShare: Double
    /// Utterances of more frames are cropped, each epoch anew, at a place drawn; shorter ones are padded.
    public var longestCrop: Int
    public var augmentation: SpectrogramAugmentation
    /// How fast the average of weights follows, which is what is kept; nil keeps the last step's.
    public var averaging: Float?
    /// How many epochs without a better UAR of held-out speakers end a training; nil: all epochs are trained.
    public var patience: Int?
    /// Of pictures; nil: what the processor at hand is fastest in.
    public var numbers: NumberFormat?

    public init(
        epochs: Int = 30, batchSize: Int = 32, learningRate: Double = 2e-3, schedule: LearningRateSchedule = .oneCycle(rise: 0.2),
        optimizer: OptimizerOptions = OptimizerOptions(), loss: Loss = Loss(labelSmoothing: 0.1),
        consistency: Float = 0, balancesClasses: Bool = true, joinedShare: Double = 2, longestCrop: Int = 320,
        augmentation: SpectrogramAugmentation = SpectrogramAugmentation(), averaging: Float? = 0.99, patience: Int? = nil,
        numbers: NumberFormat? = nil
    ) {
        self.epochs = epochs
        self.batchSize = batchSize
        self.learningRate = learningRate
        self.schedule = schedule
        self.optimizer = optimizer
        self.loss = loss
        self.consistency = consistency
        self.balancesClasses = balancesClasses
        self.joinedShare = joinedShare
        self.longestCrop = longestCrop
        self.augmentation = augmentation
        self.averaging = averaging
        self.patience = patience
        self.numbers = numbers
    }

    /// - Throws: ``LearningError/invalidParameter(name:value:expected:)`` for a number out of bounds.
    func validate() throws {
        try Self.require(Double(epochs), in: 1...10_000, "epochs")
        try Self.require(Double(batchSize), in: 2...4096, "batchSize")
        try Self.require(learningRate, in: 1e-8...10, "learningRate")
        try Self.require(Double(longestCrop), in: 1...100_000, "longestCrop")
        try Self.require(Double(averaging ?? 0), in: 0...0.99999, "averaging")
        try Self.require(Double(patience ?? 1), in: 1...10_000, "patience")
        try Self.require(Double(loss.labelSmoothing), in: 0...1, "labelSmoothing")
        try Self.require(Double(consistency), in: 0...1000, "consistency")
        try Self.require(joinedShare, in: 0...1000, "joinedShare")
        try UndertoneLearning.require(
            consistency == 0 || batchSize.isMultiple(of: 2), "batchSize", batchSize, "an even number where variants are to agree")
        try Self.require(Double(loss.focus), in: 0...100, "focus")
        try Self.require(Double(optimizer.weightDecay), in: 0...100, "weightDecay")
        try Self.require(Double(optimizer.gradientNorm ?? 1), in: 1e-6...1e6, "gradientNorm")
        switch optimizer.rule {
        case .sgd(let momentum): try Self.require(Double(momentum), in: 0...0.9999, "momentum")
        case .adamW(let beta1, let beta2):
            try Self.require(Double(beta1), in: 0...0.9999, "beta1")
            try Self.require(Double(beta2), in: 0...0.99999, "beta2")
        }
        try augmentation.validate()
    }

    static func require(_ value: Double, in bounds: ClosedRange<Double>, _ name: String) throws {
        try UndertoneLearning.require(
            bounds.contains(value), name, value, "a number between \(bounds.lowerBound) and \(bounds.upperBound)")
    }
}

/// A file says only what differs from a new value of these; but `averaging` and `patience` that are left out are none.
extension NetTrainingOptions {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        epochs = try container.decodeIfPresent(Int.self, forKey: .epochs) ?? epochs
        batchSize = try container.decodeIfPresent(Int.self, forKey: .batchSize) ?? batchSize
        learningRate = try container.decodeIfPresent(Double.self, forKey: .learningRate) ?? learningRate
        schedule = try container.decodeIfPresent(LearningRateSchedule.self, forKey: .schedule) ?? schedule
        optimizer = try container.decodeIfPresent(OptimizerOptions.self, forKey: .optimizer) ?? optimizer
        loss = try container.decodeIfPresent(Loss.self, forKey: .loss) ?? loss
        consistency = try container.decodeIfPresent(Float.self, forKey: .consistency) ?? consistency
        balancesClasses = try container.decodeIfPresent(Bool.self, forKey: .balancesClasses) ?? balancesClasses
        joinedShare = try container.decodeIfPresent(Double.self, forKey: .joinedShare) ?? joinedShare
        longestCrop = try container.decodeIfPresent(Int.self, forKey: .longestCrop) ?? longestCrop
        augmentation = try container.decodeIfPresent(SpectrogramAugmentation.self, forKey: .augmentation) ?? augmentation
        averaging = try container.decodeIfPresent(Float.self, forKey: .averaging)
        patience = try container.decodeIfPresent(Int.self, forKey: .patience)
    }
}

/// What is done to the frames of a training utterance each time it is heard.
public struct SpectrogramAugmentation: Codable, Hashable, Sendable {
    /// Bands that are set to their mean: how many masks, and how wide each may be (SpecAugment, Park et al. 2019).
    public var bandMasks: Int
    public var widestBandMask: Int
    /// Frames that are set to their mean: how many masks, and how long each may be.
    public var frameMasks: Int
    public var longestFrameMask: Int
    /// Slower or faster by up to this share.
    public var tempo: Double
    /// Bands moved up or down by up to this share, as a longer or shorter vocal tract would (Jaitly and Hinton 2013).
    public var warping: Double
    /// A smooth curve over the bands, as another microphone or room would add; its deviation, in standardised units.
    public var colouring: Double
    /// The shape of the beta distribution from which two utterances are mixed (Zhang et al. 2018); 0 for none.
    public var mixup: Double

    public init(
        bandMasks: Int = 2, widestBandMask: Int = 8, frameMasks: Int = 2, longestFrameMask: Int = 25, tempo: Double = 0.15,
        warping: Double = 0.08, colouring: Double = 0.2, mixup: Double = 0.2
    ) {
        self.bandMasks = bandMasks
        self.widestBandMask = widestBandMask
        self.frameMasks = frameMasks
        self.longestFrameMask = longestFrameMask
        self.tempo = tempo
        self.warping = warping
        self.colouring = colouring
        self.mixup = mixup
    }

    public static let none = SpectrogramAugmentation(
        bandMasks: 0, widestBandMask: 0, frameMasks: 0, longestFrameMask: 0, tempo: 0, warping: 0, colouring: 0, mixup: 0)

    /// For rows of functionals, which have neither bands nor frames.
    public static let mixupAlone: SpectrogramAugmentation = {
        var result = none
        result.mixup = 0.2
        return result
    }()

    func validate() throws {
        for (name, value) in [
            ("bandMasks", bandMasks), ("widestBandMask", widestBandMask), ("frameMasks", frameMasks),
            ("longestFrameMask", longestFrameMask),
        ] { try NetTrainingOptions.require(Double(value), in: 0...1000, name) }
        try NetTrainingOptions.require(tempo, in: 0...0.5, "tempo")
        try NetTrainingOptions.require(warping, in: 0...0.5, "warping")
        try NetTrainingOptions.require(colouring, in: 0...10, "colouring")
        try NetTrainingOptions.require(mixup, in: 0...10, "mixup")
    }
}
