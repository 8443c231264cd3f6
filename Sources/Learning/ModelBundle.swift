public import UndertoneAffect
public import UndertoneFeatures

/// A trained model with everything needed to use it and to judge it: a directory in the Hugging Face habit.
///
/// | file | holds |
/// |---|---|
/// | `config.json` | kind, hyper-parameters, recipe, labels, calibration, provenance, figures, reference voices; size and hash of each part |
/// | `features.json` | the columns' names and their standardisation |
/// | `model.safetensors` or `model.ubj` | the weights |
/// | `README.md` | the model card, for people |
///
/// Loading believes nothing: sizes are bounded before anything is read, and hashes are checked before anything is parsed.
public struct ModelBundle: Sendable {
    public let model: TrainedModel
    /// From a recording to a row of features: recognition takes it from here and from nowhere else.
    public let recipe: FeatureRecipe
    public let provenance: ModelProvenance
    /// What one voice can be compared with; nil in a model that was trained without.
    public let reference: VoiceReference?

    /// The largest number of labels and of features that a bundle may have.
    public static let limits = (labels: 1000, features: 100_000)

    public init(
        model: TrainedModel, recipe: FeatureRecipe, provenance: ModelProvenance, reference: VoiceReference? = nil
    ) {
        self.model = model
        self.recipe = recipe
        self.provenance = provenance
        self.reference = reference
    }

    public var labels: LabelSet { model.labels }

    /// The same bundle, its model used to a voice.
    ///
    /// - Parameter utterances: the features of recordings of one speaker, a row each.
    /// - Throws: ``LearningError``; see ``TrainedModel/adapted(to:)``.
    public func adapted(toUtterances utterances: [[Float]]) throws -> ModelBundle {
        let names = model.featureNames
        if let odd = utterances.first(where: { $0.count != names.count }) {
            throw LearningError.wrongFeatureCount(expected: names.count, found: odd.count)
        }
        let voice = UtteranceFeatures(FeatureMatrix(names: names, values: utterances.flatMap(\.self)))
        return ModelBundle(model: try model.adapted(to: voice), recipe: recipe, provenance: provenance, reference: reference)
    }

    /// Refuses a bundle whose features are not those that its recipe gives.
    ///
    /// - Parameters:
    ///   - names: the columns that an extractor of `recipe` makes.
    ///   - path: where the bundle lies, for the sentence.
    /// - Throws: ``ModelBundleError/featuresNotOfRecipe(path:expected:found:)``.
    public func check(featureNames names: [String], path: String) throws {
        guard names != model.featureNames else { return }
        let different = zip(names, model.featureNames).first { $0 != $1 }
        throw ModelBundleError.featuresNotOfRecipe(
            path: path, expected: different?.1 ?? "\(model.featureNames.count) features",
            found: different?.0 ?? "\(names.count) features")
    }
}

/// What `config.json` says.
struct BundleConfiguration: Codable {
    struct Part: Codable, Hashable {
        let size: Int
        /// XXH3 of the content, 32 hexadecimal digits.
        let hash: String
    }

    static let format = "undertone-model"
    static let version = 1
    static let fileName = "config.json"
    static let featuresFileName = "features.json"

    var format = Self.format
    var version = Self.version
    /// The hash of this file with zeros in this place: a changed digit is noticed anywhere.
    var integrity = String(repeating: "0", count: 32)
    let model: ModelParameters
    let labels: LabelSet
    let featureCount: Int
    let recipe: FeatureRecipe
    let calibration: TemperatureCalibration
    let provenance: ModelProvenance
    /// Left out by models without, and unknown to programs before it: those ignore it.
    let reference: VoiceReference?
    let parts: [String: Part]

    private enum CodingKeys: String, CodingKey {
        case format, version, integrity, model, labels
        case featureCount = "feature_count"
        case recipe, calibration, provenance, reference, parts
    }
}

/// What comes first in `config.json` for whoever wrote it: read before the rest is believed to be there.
struct BundleFormat: Codable {
    let format: String
    let version: Int
}

/// What `features.json` says.
struct BundleFeatures: Codable {
    let names: [String]
    let standardizer: Standardizer
    /// Left out by models that get used to no voice, and unknown to programs before it: those hear every voice as the average one.
    let adaptation: VoiceAdaptation?
    /// Left out when the classifier takes all columns.
    let selection: FeatureSelection?
}
