public import Foundation

/// A recording that could not be measured, and why.
public struct ExtractionFailure: Error, Sendable {
    public let path: String
    /// `AudioError`, as a rule.
    public let reason: any Error

    public init(path: String, reason: any Error) {
        self.path = path
        self.reason = reason
    }
}

extension ExtractionFailure: CustomStringConvertible, LocalizedError {
    /// The sentence of the reason, which names the file.
    public var description: String {
        let sentence = String(describing: reason)
        return sentence.contains(path) ? sentence : "\(path): \(sentence)"
    }

    public var errorDescription: String? { description }
}
