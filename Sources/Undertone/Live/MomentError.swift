public import Foundation

/// Why a stream cannot be judged moment by moment.
public enum MomentError: Error, Hashable, Sendable {
    /// An option is no number in its bounds, in seconds.
    case outOfBounds(option: String, value: Double, bounds: ClosedRange<Double>)
    /// Sound between two windows would never be heard.
    case hopBeyondWindow(hop: Double, window: Double)

    static func require(_ value: Double, in bounds: ClosedRange<Double>, _ option: String) throws(MomentError) {
        guard bounds.contains(value) else { throw .outOfBounds(option: option, value: value, bounds: bounds) }
    }
}

extension MomentError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .outOfBounds(let option, let value, let bounds):
            "The \(option) of a live voice is \(bounds.lowerBound) to \(bounds.upperBound) seconds, and not \(value)."
        case .hopBeyondWindow(let hop, let window):
            "The hop of \(hop) s is longer than the window of \(window) s, so that some sound would never be heard."
        }
    }

    public var errorDescription: String? { description }
}
