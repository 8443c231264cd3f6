public import Foundation

/// Why a picture could not be drawn.
public enum PictureError: Error, Hashable, Sendable {
    /// A side that is too short to draw on or too long to keep in memory; the lengths that are accepted.
    case size(width: Int, height: Int, accepted: ClosedRange<Int>)
    /// cairo's own words for what went wrong.
    case drawing(reason: String)
    /// A picture shows one or two recordings.
    case recordingCount(Int)
}

extension PictureError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .size(let width, let height, let accepted):
            "A picture of \(width) × \(height) cannot be drawn: "
                + "each side has \(accepted.lowerBound) to \(accepted.upperBound) points."
        case .drawing(let reason): "The picture cannot be drawn: \(reason)."
        case .recordingCount(let count): "A picture shows one or two recordings, not \(count)."
        }
    }

    public var errorDescription: String? { description }
}
