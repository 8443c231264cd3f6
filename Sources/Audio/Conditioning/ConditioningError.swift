public import Foundation

/// Why a signal cannot be conditioned as asked.
public enum ConditioningError: Error, Hashable, Sendable {
    /// A number lies outside what its field allows.
    case outOfRange(field: String, value: Double, lowest: Double, highest: Double)
    /// The band is empty: it does not begin below its end.
    case emptyBand(low: Double, high: Double)
    /// A sample rate in hertz outside `AudioLimits.sampleRates`.
    case sampleRate(Int)
    /// A library gave no working state for this sample rate in hertz.
    case libraryRefused(library: String, sampleRate: Int)
}

extension ConditioningError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .outOfRange(let field, let value, let lowest, let highest):
            "The conditioning option \(field) is \(value); it must be from \(lowest) to \(highest)."
        case .emptyBand(let low, let high):
            "The band from \(low) Hz to \(high) Hz is empty; its first frequency must be the lower one."
        case .sampleRate(let rate):
            "Sound at \(rate) Hz cannot be conditioned; the sample rate must be from \(AudioLimits.sampleRates.lowerBound) Hz to "
                + "\(AudioLimits.sampleRates.upperBound) Hz."
        case .libraryRefused(let library, let rate):
            "\(library) cannot work at \(rate) Hz."
        }
    }

    public var errorDescription: String? { description }

    /// Throws unless the value lies in the range; not a number lies in none.
    static func require(_ value: Double, in range: ClosedRange<Double>, field: String) throws(ConditioningError) {
        guard range.contains(value) else {
            throw .outOfRange(field: field, value: value, lowest: range.lowerBound, highest: range.upperBound)
        }
    }

    static func require(sampleRate: Int) throws(ConditioningError) {
        guard AudioLimits.sampleRates.contains(sampleRate) else { throw .sampleRate(sampleRate) }
    }
}
