/// What one utterance is at some place in a net; the batch comes on top.
public enum TensorShape: Codable, Hashable, Sendable {
    /// Features that stand for the whole utterance.
    case vector(features: Int)
    /// Frames × features.
    case sequence(frames: Int, features: Int)
    /// Channels × frames × bands.
    case image(channels: Int, frames: Int, bands: Int)

    /// How many numbers.
    public var count: Int {
        switch self {
        case .vector(let features): features
        case .sequence(let frames, let features): frames * features
        case .image(let channels, let frames, let bands): channels * frames * bands
        }
    }
}

extension TensorShape: CustomStringConvertible {
    public var description: String {
        switch self {
        case .vector(let features): "\(features)"
        case .sequence(let frames, let features): "\(frames) × \(features)"
        case .image(let channels, let frames, let bands): "\(channels) × \(frames) × \(bands)"
        }
    }
}
