public import Foundation
import UndertoneAudio
import UndertoneFeatures

extension ModelBundle {
    /// Reads a bundle: configuration first, then each part whose size and hash it names.
    ///
    /// - Throws: ``ModelBundleError``, one sentence for whatever is missing, truncated, damaged or does not fit.
    public init(contentsOf directory: URL) throws {
        let path = directory.path
        let folder = BundleFolder(directory)
        let configuration = try BundleConfiguration(
            sealed: try folder.read(BundleConfiguration.fileName, limit: 1 << 22), path: path)

        let featureBytes = try folder.read(BundleConfiguration.featuresFileName, of: configuration)
        guard let features = try? JSONDecoder().decode(BundleFeatures.self, from: Data(featureBytes)) else {
            throw ModelBundleError.malformedFeatures(path: path)
        }
        for found in [features.names.count, features.standardizer.means.count, features.standardizer.deviations.count]
        where found != configuration.featureCount {
            throw ModelBundleError.mismatch(
                path: path, what: "features", expected: configuration.featureCount, found: found)
        }

        if let strength = features.adaptation?.strength, !(0...1e9).contains(strength) {
            throw ModelBundleError.malformedFeatures(path: path)
        }
        if let selection = features.selection, !selection.fits(features.names.count) {
            throw ModelBundleError.malformedFeatures(path: path)
        }

        let part = configuration.model.weightsFileName
        let weights = try folder.read(part, of: configuration)
        let classifier: any Classifier
        do {
            classifier = try configuration.model.load(
                weights, classCount: configuration.labels.count,
                featureCount: features.selection?.columns.count ?? configuration.featureCount)
        } catch let reason as LearningError {
            throw ModelBundleError.weights(path: path, part: part, reason: reason)
        }
        self.init(
            model: TrainedModel(
                labels: configuration.labels, featureNames: features.names, standardizer: features.standardizer,
                adaptation: features.adaptation, selection: features.selection, classifier: classifier, parameters: configuration.model,
                calibration: configuration.calibration),
            recipe: configuration.recipe, provenance: configuration.provenance,
            reference: configuration.reference)
    }
}

extension BundleConfiguration {
    /// Reads `config.json` after checking that it is what was written.
    init(sealed bytes: [UInt8], path: String) throws {
        let decoder = JSONDecoder()
        guard let head = try? decoder.decode(BundleFormat.self, from: Data(bytes)) else {
            let isJSON = (try? JSONSerialization.jsonObject(with: Data(bytes))) != nil
            throw isJSON
                ? ModelBundleError.foreignFormat(path: path)
                : .malformedConfiguration(path: path, reason: "it is not JSON")
        }
        guard head.format == Self.format else { throw ModelBundleError.foreignFormat(path: path) }
        guard head.version <= Self.version else {
            throw ModelBundleError.newerVersion(path: path, version: head.version, known: Self.version)
        }
        guard Self.isSealed(bytes) else { throw ModelBundleError.changedConfiguration(path: path) }
        do {
            self = try decoder.decode(Self.self, from: Data(bytes))
        } catch {
            throw ModelBundleError.malformedConfiguration(path: path, reason: error.decodingReason)
        }
        guard labels.count > 1, labels.count <= ModelBundle.limits.labels else {
            throw ModelBundleError.malformedConfiguration(path: path, reason: "it has \(labels.count) labels")
        }
        guard model.takesFrames == (recipe.level == .frames) else {
            throw ModelBundleError.malformedConfiguration(
                path: path,
                reason: "its recipe gives \(recipe.level == .frames ? "frames" : "functionals"), which its model does not take")
        }
        guard featureCount > 0, featureCount <= ModelBundle.limits.features else {
            throw ModelBundleError.malformedConfiguration(path: path, reason: "it has \(featureCount) features")
        }
    }
}

/// The directory of a bundle, from which nothing larger than stated is read.
struct BundleFolder {
    /// The largest part that is read: far more than any model of these kinds needs.
    static let largestPart = 1 << 30

    let url: URL

    init(_ url: URL) {
        self.url = url
    }

    /// A part whose size and hash the configuration names.
    func read(_ name: String, of configuration: BundleConfiguration) throws -> [UInt8] {
        guard let part = configuration.parts[name] else {
            throw ModelBundleError.malformedConfiguration(path: url.path, reason: "it does not name the part \(name)")
        }
        let found = try size(name)
        guard found == part.size else {
            throw ModelBundleError.wrongSize(path: url.path, part: name, expected: part.size, found: found)
        }
        let bytes = try read(name, limit: Self.largestPart)
        guard ContentHash(bytes: bytes).description == part.hash else {
            throw ModelBundleError.wrongContent(path: url.path, part: name)
        }
        return bytes
    }

    func read(_ name: String, limit: Int) throws -> [UInt8] {
        let size = try size(name)
        guard size <= limit else {
            throw ModelBundleError.partTooLarge(path: url.path, part: name, size: size, limit: limit)
        }
        do {
            return Array(try Data(contentsOf: url.appendingPathComponent(name)))
        } catch {
            throw ModelBundleError.unreadablePart(path: url.path, part: name, reason: Self.reason(error))
        }
    }

    /// In bytes; refuses what is not a regular file, since reading a pipe would wait for ever.
    private func size(_ name: String) throws -> Int {
        let file = url.appendingPathComponent(name).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file) else {
            guard FileManager.default.fileExists(atPath: url.path) else { throw ModelBundleError.notFound(path: url.path) }
            throw name == BundleConfiguration.fileName
                ? ModelBundleError.notABundle(path: url.path) : .missingPart(path: url.path, part: name)
        }
        guard attributes[.type] as? FileAttributeType == .typeRegular, let size = attributes[.size] as? NSNumber else {
            throw ModelBundleError.unreadablePart(path: url.path, part: name, reason: "it is not a regular file")
        }
        return size.intValue
    }

    /// What the system says, or what Foundation makes of it.
    static func reason(_ error: any Error) -> String {
        if (error as? CocoaError)?.code == .fileWriteOutOfSpace { return "the disk is full" }
        let error = error as NSError
        let system = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
        if system.domain == NSPOSIXErrorDomain { return String(cString: strerror(Int32(system.code))).lowercased() }
        let words = error.localizedDescription
        return words.hasSuffix(".") ? String(words.dropLast()) : words
    }
}
