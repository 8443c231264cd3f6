public import Foundation

/// Why nothing can be heard through a microphone.
public enum MicrophoneError: Error, Hashable, Sendable {
    /// The system has no device that records.
    case noDevice
    /// None is called so, or several are; the names that there are.
    case unknownDevice(String, known: [String])
    /// The system's sound library refuses, in its own words.
    case refused(device: String?, reason: String)
}

extension MicrophoneError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .noDevice:
            "There is no microphone: the system knows no device that records."
        case .unknownDevice(let name, let known):
            "There is no microphone '\(name)'; there are: \(known.joined(separator: ", "))."
        case .refused(let device?, let reason):
            "The microphone \(device) cannot be used: \(reason)."
        case .refused(nil, let reason):
            "Sound cannot be recorded: \(reason)."
        }
    }

    public var errorDescription: String? { description }
}
