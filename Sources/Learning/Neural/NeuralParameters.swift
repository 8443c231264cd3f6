public import UndertoneNeural

/// What a neural classifier is fitted with: the net, and how it is trained.
public struct NeuralParameters: Codable, Hashable, Sendable {
    /// How finely the weights of layers are kept.
    public enum Precision: String, Codable, Hashable, Sendable {
        case single
        /// Half the size; the trained weights are rounded before anything is scored with them, so that a stored model answers to the
        /// last bit as it did in training. What normalises stays single.
        case half
    }

    /// Takes one row or frames of as many columns as there are features, and gives one score a class.
    public var net: Net
    public var training: NetTrainingOptions
    public var precision: Precision
    /// How many nets are trained, each from its own seed; they are joined into one, which answers as they do on average.
    public var members: Int

    public init(
        net: Net, training: NetTrainingOptions = NetTrainingOptions(), precision: Precision = .half, members: Int = 1
    ) {
        self.net = net
        self.training = training
        self.precision = precision
        self.members = members
    }

    /// Whether an utterance is a run of frames to the net, and not one row.
    public var takesFrames: Bool { net.takesFrames }

    /// Features a row or a frame.
    public var columnCount: Int {
        switch net.input {
        case .vector(let features): features
        case .frames(let columns): columns
        }
    }

    /// The same net for other columns, as where only some features are kept.
    func taking(columns: Int) -> NeuralParameters {
        var result = self
        result.net.input = takesFrames ? .frames(columns: columns) : .vector(features: columns)
        return result
    }
}

/// `{"net": …, "training": …, "precision": …, "members": …}`; what is left out is as a new net has it.
extension NeuralParameters {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(net: try container.decode(Net.self, forKey: .net))
        training = try container.decodeIfPresent(NetTrainingOptions.self, forKey: .training) ?? training
        precision = try container.decodeIfPresent(Precision.self, forKey: .precision) ?? precision
        members = try container.decodeIfPresent(Int.self, forKey: .members) ?? members
    }
}

extension NeuralParameters: CustomStringConvertible {
    /// In a few words: `net of 8 layers and 397062 weights, 30 epochs`; several: `3 nets of 8 layers …`.
    public var description: String {
        let weights = (try? net.parameters())?.filter(\.isTrained).reduce(0) { $0 + $1.count } ?? 0
        return "\(members > 1 ? "\(members) nets" : "net") of \(net.layers.count) layers and \(weights) weights, \(training.epochs) epochs"
    }
}

extension NeuralParameters {
    /// The largest nets that are loaded: far more than speech corpora can teach.
    static let limits = (weights: 1 << 26, layers: 1000, outputs: 1 << 26, members: 16)

    /// Refuses a net that does not fit features and classes, whose weights depend on the number of frames, or that is too large.
    ///
    /// - Throws: ``LearningError``.
    func validate(classCount: Int, featureCount: Int) throws {
        guard columnCount == featureCount else {
            throw LearningError.wrongFeatureCount(expected: columnCount, found: featureCount)
        }
        try require((1...Self.limits.members).contains(members), "members", members, "a number between 1 and \(Self.limits.members)")
        try require(
            net.layers.reduce(0) { $0 + $1.layerCount } <= Self.limits.layers, "layers", "more than \(Self.limits.layers)",
            "at most so many")
        do {
            let (short, long) = (BatchAssembler.frameStep, NeuralClassifier.longestWindow)
            let declared = try net.parameters(frames: takesFrames ? short : 1)
            for frames in takesFrames ? [short, long] : [1] {
                let output = try net.output(frames: frames)
                guard output == .vector(features: classCount) else {
                    throw LearningError.malformedWeights(
                        reason: "the net gives \(output) for an utterance, where \(classCount) scores are wanted")
                }
                guard try net.parameters(frames: frames) == declared else {
                    throw LearningError.malformedWeights(reason: "the net takes utterances of one length only")
                }
            }
            let largest = try net.largestOutput(frames: takesFrames ? long : 1)
            try require(
                largest <= Self.limits.outputs, "the size of a layer's output", largest, "at most \(Self.limits.outputs)")
            let count = declared.reduce(0.0) { $0 + Double($1.count) }
            try require(count <= Double(Self.limits.weights), "weights", Int(count), "at most \(Self.limits.weights)")
        } catch let error as NeuralError {
            throw LearningError.net(error)
        }
    }
}

extension Net {
    var takesFrames: Bool {
        if case .frames = input { true } else { false }
    }
}

extension Layer {
    /// Itself and those inside it.
    fileprivate var layerCount: Int {
        switch self {
        case .residual(let layers, let shortcut): 1 + (layers + shortcut).reduce(0) { $0 + $1.layerCount }
        case .concatenation(let ways): 1 + ways.joined().reduce(0) { $0 + $1.layerCount }
        default: 1
        }
    }
}
