public import Foundation
import UndertoneAudio
import UndertoneFeatures

extension ModelBundle {
    /// Writes the bundle: beside its place first, then renamed, so that there is a whole one or none.
    ///
    /// A model that stands there already is replaced; anything else is left alone.
    ///
    /// - Parameter card: what to say to people beyond the figures.
    /// - Throws: ``ModelBundleError``, or ``LearningError`` when the classifier cannot be saved.
    public func write(to directory: URL, card: ModelCard = ModelCard()) throws {
        let path = directory.path
        let manager = FileManager.default
        let isOccupied = manager.fileExists(atPath: path)
        if isOccupied, !Self.mayReplace(directory) { throw ModelBundleError.occupied(path: path) }
        let files = try files(card: card)
        let suffix = UUID().uuidString
        let parent = directory.deletingLastPathComponent()
        let partial = parent.appendingPathComponent(".\(directory.lastPathComponent).\(suffix).partial")
        let replaced = parent.appendingPathComponent(".\(directory.lastPathComponent).\(suffix).replaced")
        defer { try? manager.removeItem(at: partial) }
        do {
            try manager.createDirectory(at: partial, withIntermediateDirectories: true)
            for (name, bytes) in files { try Data(bytes).write(to: partial.appendingPathComponent(name)) }
            guard isOccupied else { return try manager.moveItem(at: partial, to: directory) }
            try manager.moveItem(at: directory, to: replaced)
            do {
                try manager.moveItem(at: partial, to: directory)
            } catch {
                try? manager.moveItem(at: replaced, to: directory)
                throw error
            }
            try manager.removeItem(at: replaced)
        } catch {
            throw ModelBundleError.cannotWrite(path: path, reason: BundleFolder.reason(error))
        }
    }

    /// The bundle's files by name.
    private func files(card: ModelCard) throws -> [(String, [UInt8])] {
        let compact = JSONEncoder()
        compact.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let features = Array(
            try compact.encode(BundleFeatures(
                    names: model.featureNames, standardizer: model.standardizer, adaptation: model.adaptation, selection: model.selection)))
        let weights = try model.classifier.save()
        let parts = [BundleConfiguration.featuresFileName: features, model.parameters.weightsFileName: weights]
        let configuration = BundleConfiguration(
            model: model.parameters, labels: model.labels, featureCount: model.featureNames.count, recipe: recipe,
            calibration: model.calibration, provenance: provenance,
            reference: reference,
            parts: parts.mapValues { .init(size: $0.count, hash: ContentHash(bytes: $0).description) })
        let readable = JSONEncoder()
        readable.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        var json = Array(try readable.encode(configuration))
        BundleConfiguration.seal(&json)
        return parts.sorted { $0.key < $1.key } + [
            (BundleConfiguration.fileName, json + [UInt8(ascii: "\n")]), ("README.md", Array(card.markdown(self).utf8)),
        ]
    }

    /// An empty directory, or one with a configuration of ours.
    private static func mayReplace(_ directory: URL) -> Bool {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory.path) else { return false }
        guard !names.isEmpty else { return true }
        guard let bytes = try? BundleFolder(directory).read(BundleConfiguration.fileName, limit: 1 << 22),
            let head = try? JSONDecoder().decode(BundleFormat.self, from: Data(bytes))
        else { return false }
        return head.format == BundleConfiguration.format
    }
}

extension BundleConfiguration {
    private static let key = Array("\"integrity\"".utf8)
    private static let digits = 32

    /// Puts the file's hash in the place of the zeros.
    static func seal(_ bytes: inout [UInt8]) {
        guard let place = place(in: bytes) else { return }
        bytes.replaceSubrange(place, with: Array(hash(bytes, place).utf8))
    }

    /// Whether the file is as `seal` left it.
    static func isSealed(_ bytes: [UInt8]) -> Bool {
        guard let place = place(in: bytes) else { return false }
        return Array(bytes[place]) == Array(hash(bytes, place).utf8)
    }

    private static func hash(_ bytes: [UInt8], _ place: Range<Int>) -> String {
        var bytes = bytes
        for index in place { bytes[index] = UInt8(ascii: "0") }
        // A newline at the end is not content: editors add and remove it.
        while bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        return ContentHash(bytes: bytes).description
    }

    /// Where the digits stand: in the first string after the key.
    private static func place(in bytes: [UInt8]) -> Range<Int>? {
        guard let key = bytes.firstRange(of: key) else { return nil }
        guard let quote = bytes[key.upperBound...].firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        let place = quote + 1..<quote + 1 + digits
        guard place.upperBound < bytes.count, bytes[place.upperBound] == UInt8(ascii: "\"") else { return nil }
        return place
    }
}
