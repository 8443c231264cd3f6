import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Whether a request may become a stream, and in which words it is refused.
struct StreamUpgrade: Sendable {
    let authentication: Authentication
    let allowedOrigins: [String]
    let gate: AdmissionGate
    let isStopping: StopFlag

    static let path = "/v1/stream"

    /// The headers of the answer that lets a stream in; nil where it is refused, and the router says why.
    func accept(_ head: HTTPRequestHead) -> HTTPHeaders? {
        guard head.uri.prefix(while: { $0 != "?" }) == Self.path, head.method == .GET, Self.isHandshake(head.headers) else { return nil }
        let offered = head.headers[canonicalForm: "sec-websocket-protocol"].map(String.init)
        let reason = reason(
            authorization: head.headers.first(name: "authorization"), offered: offered,
            origin: head.headers.first(name: "origin"), host: head.headers.first(name: "host"))
        guard reason == nil else { return nil }
        let agreed = offered.contains(Authentication.streamProtocol)
        return agreed ? ["Sec-WebSocket-Protocol": Authentication.streamProtocol] : [:]
    }

    /// Whether a client asks for a WebSocket as RFC 6455 has it.
    private static func isHandshake(_ headers: HTTPHeaders) -> Bool {
        headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
            && headers["sec-websocket-version"] == ["13"] && headers["sec-websocket-key"].count == 1
    }

    /// Why a request for a stream was not upgraded.
    func refusal(of request: HTTPRequest) -> APIError {
        let headers = request.headerFields
        let offered = headers[.secWebSocketProtocol].map(Self.list) ?? []
        return reason(
            authorization: headers[.authorization], offered: offered, origin: headers[.origin],
            host: request.authority)
            ?? APIError(.upgradeRequired, "This path is a WebSocket (RFC 6455, version 13), opened by the first request of a connection.")
    }

    /// Nil when nothing stands in the way.
    private func reason(authorization: String?, offered: [String], origin: String?, host: String?) -> APIError? {
        do { try authentication.check(authorization: authorization, subprotocols: offered) } catch { return error }
        if let origin, !allowedOrigins.contains(origin), !Self.isSame(origin: origin, host: host) {
            return APIError(.notAllowed, "Pages of another origin may not open streams here.")
        }
        if isStopping.value { return APIError(.shuttingDown, "The server is shutting down.", retryAfter: 5) }
        if gate.isFull { return APIError(.tooBusy, "The server hears as many streams as it takes.", retryAfter: 5) }
        return nil
    }

    /// Whether a page's origin is the server itself, as the browser called it.
    private static func isSame(origin: String, host: String?) -> Bool {
        origin.split(separator: "/").last?.lowercased() == host?.lowercased()
    }

    /// The items of a header that is a list.
    static func list(_ header: String) -> [String] {
        header.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
