public import Foundation

/// Why a server cannot be started.
public enum ServerError: Error, Hashable, Sendable {
    /// The host is reachable from elsewhere, and nobody said who may come.
    case tokenMissing(host: String)
    case tokenUnfit
    case outOfBounds(String, ClosedRange<Int>)
    /// The certificate or its key cannot be used.
    case certificate(String)
    case store(path: String, reason: String)
    case model(String)
    case noModels
    case cannotListen(host: String, port: Int, reason: String)
}

extension ServerError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .tokenMissing(let host):
            "\(host) can be reached from other machines, so clients must show a token: give one with --token-file or UNDERTONE_TOKEN, "
                + "or say --no-authentication"
        case .tokenUnfit:
            "a token has at least \(ServerOptions.shortestToken) letters, digits or -._~+ and nothing else"
        case .outOfBounds(let option, let bounds):
            "--\(option) takes \(bounds.lowerBound) to \(bounds.upperBound)"
        case .certificate(let reason):
            "the certificate cannot be used: \(reason)"
        case .store(let path, let reason):
            "\(path): results cannot be kept there: \(reason)"
        case .model(let sentence):
            sentence
        case .noModels:
            "there is no model to answer with"
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(host):\(port): \(reason)"
        }
    }

    public var errorDescription: String? { description }
}
