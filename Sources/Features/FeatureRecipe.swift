/// Everything between a recording and a row of features, as one value: training and serving share it.
///
/// It is stored in the model bundle, and recognition reads it from there and from nowhere else.
public struct FeatureRecipe: Codable, Hashable, Sendable {
    /// The rate, in hertz, to which every recording is resampled first.
    public var sampleRate: Int

    public init(sampleRate: Int = 16000) {
        self.sampleRate = sampleRate
    }

    public static let `default` = FeatureRecipe()
}
