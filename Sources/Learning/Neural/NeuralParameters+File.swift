public import Foundation
import UndertoneFeatures
import UndertoneNeural

extension NeuralParameters {
    /// No net that speech could teach takes more to describe.
    private static let largestFile = 1 << 20

    /// Reads a net and how it is trained from a JSON file, as a bundle's `config.json` has them below `model`, `parameters`.
    ///
    /// - Throws: ``LearningError/unreadableNet(path:reason:)``.
    public init(contentsOf file: URL) throws {
        let bytes: Data
        do {
            bytes = try FileHandle(forReadingFrom: file).read(upToCount: Self.largestFile + 1) ?? Data()
        } catch {
            throw LearningError.unreadableNet(path: file.relativePath, reason: "it cannot be read")
        }
        guard bytes.count <= Self.largestFile else {
            throw LearningError.unreadableNet(path: file.relativePath, reason: "it is larger than a megabyte")
        }
        do {
            self = try JSONDecoder().decode(Self.self, from: bytes)
        } catch {
            throw LearningError.unreadableNet(path: file.relativePath, reason: error.decodingReason)
        }
    }

    /// - Throws: ``LearningError/netOfOtherLevel(_:)`` unless the net hears what models of the kind hear.
    public func check(_ kind: ModelKind) throws {
        guard kind.isNeural, takesFrames == (kind.level == .frames) else { throw LearningError.netOfOtherLevel(kind) }
    }

    /// The same net for these features and classes: its input, and its last layer where that is linear.
    public func fitted(columns: Int, classes: Int) -> NeuralParameters {
        var result = taking(columns: columns)
        if case .linear(_, bias: let bias)? = net.layers.last {
            result.net.layers[net.layers.count - 1] = Layer.linear(classes, bias: bias)
        }
        return result
    }
}
