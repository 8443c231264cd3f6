public import Foundation

/// Why a set of feature options cannot be computed.
public enum FeatureOptionsError: Error, Hashable, Sendable {
    /// A number lies outside what its field allows.
    case outOfRange(field: String, value: String, allowed: String)
    /// The transform length is not a power of two in 32…65536.
    case transformLength(Int)
    /// The window is longer than the transform.
    case windowLongerThanTransform(window: Int, transform: Int)
    /// The mel range is empty or passes half the sample rate.
    case melRange(minimum: Float, maximum: Float, nyquist: Float)
    /// The highest band of the spectral contrast would begin above half the sample rate.
    case contrastRange(bands: Int, minimum: Float, nyquist: Float)
    /// The signal's sample rate is not that of the options.
    case sampleRate(signal: Int, options: Int)
    /// The option needs the whole signal, so that a stream cannot have it.
    case wholeSignalOnly(field: String)
    /// No descriptor was asked for, or one was asked for twice.
    case groups
}

extension FeatureOptionsError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .outOfRange(let field, let value, let allowed):
            "The feature option \(field) is \(value); it must be \(allowed)."
        case .transformLength(let length):
            "The transform length is \(length); it must be a power of two from 32 to 65536."
        case .windowLongerThanTransform(let window, let transform):
            "The window of \(window) samples is longer than the transform of \(transform)."
        case .melRange(let minimum, let maximum, let nyquist):
            "The mel bands would run from \(minimum) Hz to \(maximum) Hz; they must rise and end at \(nyquist) Hz or below."
        case .contrastRange(let bands, let minimum, let nyquist):
            "Spectral contrast with \(bands) bands from \(minimum) Hz passes \(nyquist) Hz; lower one of the two."
        case .sampleRate(let signal, let options):
            "The signal is at \(signal) Hz and the features are defined at \(options) Hz; resample it first."
        case .wholeSignalOnly(let field):
            "The feature option \(field) needs the whole signal and cannot be used on a stream."
        case .groups:
            "The descriptors asked for must be at least one, and each only once."
        }
    }

    public var errorDescription: String? { description }
}

/// Throws unless the value lies in the range.
func require<Value: Comparable>(
    _ value: Value, in range: ClosedRange<Value>, field: String
) throws(FeatureOptionsError) {
    // Written so that NaN is refused too.
    guard range.contains(value) else {
        throw .outOfRange(
            field: field, value: "\(value)", allowed: "from \(range.lowerBound) to \(range.upperBound)")
    }
}
