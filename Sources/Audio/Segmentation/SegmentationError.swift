public import Foundation

/// Why speech cannot be looked for, or utterances cut, as asked.
public enum SegmentationError: Error, Hashable, Sendable {
    /// A number lies outside what its field allows.
    case outOfRange(field: String, value: String, allowed: String)
    /// The lengths do not fit into each other.
    case order(smaller: String, larger: String)
}

extension SegmentationError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .outOfRange(let field, let value, let allowed): "The segmentation option \(field) is \(value); it must be \(allowed)."
        case .order(let smaller, let larger): "The segmentation option \(smaller) must not be larger than \(larger)."
        }
    }

    public var errorDescription: String? { description }

    /// Throws unless the value lies in the range; NaN does not.
    static func require<Value: Comparable>(
        _ value: Value, in range: ClosedRange<Value>, field: String
    ) throws(SegmentationError) {
        guard range.contains(value) else {
            throw .outOfRange(
                field: field, value: "\(value)", allowed: "from \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
