public import Foundation

/// Why a request was not done: a code that programs may rely on, and a sentence for people.
///
/// Rendered in one place as `{"error":{"code","message"}}`, over HTTP and over WebSockets alike.
public struct APIError: Error, Hashable, Sendable {
    public let code: Code
    public let message: String
    /// After how many seconds it is worth trying again.
    public var retryAfter: Int?

    public init(_ code: Code, _ message: String, retryAfter: Int? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    /// Stable: clients decide by these.
    public enum Code: String, Codable, Hashable, Sendable, CaseIterable {
        case badRequest = "bad_request"
        case unauthorized
        case notAllowed = "not_allowed"
        case notFound = "not_found"
        case noSuchModel = "no_such_model"
        case methodNotAllowed = "method_not_allowed"
        case timeout
        case lengthRequired = "length_required"
        case bodyTooLarge = "body_too_large"
        case unsupportedFormat = "unsupported_format"
        case unreadableAudio = "unreadable_audio"
        case tooLong = "too_long"
        case upgradeRequired = "upgrade_required"
        case rateLimited = "rate_limited"
        case tooBusy = "too_busy"
        case shuttingDown = "shutting_down"
        case storageFull = "storage_full"
        case `internal`
    }
}

extension APIError: CustomStringConvertible, LocalizedError {
    public var description: String { message }
    public var errorDescription: String? { message }
}

extension APIError: Encodable {
    private enum Outer: String, CodingKey { case error }
    private enum Inner: String, CodingKey { case code, message }

    public func encode(to encoder: any Encoder) throws {
        var outer = encoder.container(keyedBy: Outer.self)
        var inner = outer.nestedContainer(keyedBy: Inner.self, forKey: .error)
        try inner.encode(code, forKey: .code)
        try inner.encode(message, forKey: .message)
    }

    /// `{"error":{"code","message"}}`.
    public var json: Data {
        (try? ServerJSON.encode(self)) ?? Data(#"{"error":{"code":"internal","message":"The error cannot be written."}}"#.utf8)
    }
}

/// How everything that leaves the server is written: the keys in alphabetical order, as `undertone predict --format json` does.
enum ServerJSON {
    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return try encoder.encode(value)
    }
}
