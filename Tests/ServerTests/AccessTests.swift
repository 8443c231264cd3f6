import HTTPTypes
import NIOHTTP1
import Testing
@testable import UndertoneServer

@Suite struct AccessTests {
    private static let token = "a-token-of-some-length"

    @Test func `without the token nothing is told but the page and whether the server lives`() async throws {
        let server = try InProcess { $0.token = Self.token }
        for path in ["/", "/app.js", "/healthz", "/readyz", "/openapi.yaml"] {
            #expect(try await server.send(.get, path).status == 200, "\(path)")
        }
        for path in ["/v1/models", "/metrics", "/v1/history", "/v1/stream"] {
            let answer = try await server.send(.get, path)
            #expect((answer.status, answer.errorCode) == (401, "unauthorized"), "\(path)")
            #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
        }
    }

    @Test(arguments: ["Bearer \(token)", "bearer \(token)"])
    func `with the token everything is told`(authorization: String) async throws {
        let server = try InProcess { $0.token = Self.token }
        #expect(try await server.send(.get, "/v1/models", headers: [.authorization: authorization]).status == 200)
    }

    @Test(arguments: ["Bearer", "Bearer ", "Bearer \(token)x", "Bearer \(token.dropLast())", "Basic \(token)", token])
    func `what is not the token is refused`(authorization: String) async throws {
        let server = try InProcess { $0.token = Self.token }
        #expect(try await server.send(.get, "/v1/models", headers: [.authorization: authorization]).status == 401)
    }

    @Test func `equal is equal and nothing else is`() {
        #expect(Authentication.areEqual("abc".utf8, "abc".utf8))
        for other in ["", "ab", "abcabc", "abd", "xbc"] {
            #expect(!Authentication.areEqual(other.utf8, "abc".utf8))
            #expect(!Authentication.areEqual("abc".utf8, other.utf8))
        }
    }

    @Test func `beyond this machine a token is asked for, unless it is renounced by name`() {
        var options = ServerOptions.default
        options.host = "0.0.0.0"
        #expect(throws: ServerError.tokenMissing(host: "0.0.0.0")) { try options.validate() }
        options.isOpenToAll = true
        #expect(throws: Never.self) { try options.validate() }
        options.isOpenToAll = false
        options.token = "short"
        #expect(throws: ServerError.tokenUnfit) { try options.validate() }
        options.token = Self.token
        #expect(throws: Never.self) { try options.validate() }
    }

    @Test func `pages of other origins may call only where they are allowed`() async throws {
        let origin: HTTPFields = [.origin: "https://example.org"]
        let closed = try await InProcess().send(.get, "/v1/models", headers: origin)
        #expect(closed.headers[.accessControlAllowOrigin] == nil)
        let server = try InProcess { $0.allowedOrigins = ["https://example.org"] }
        #expect(try await server.send(.get, "/v1/models", headers: origin).headers[.accessControlAllowOrigin] == origin[.origin])
        #expect(
            try await server.send(.get, "/v1/models", headers: [.origin: "https://example.com"])
                .headers[.accessControlAllowOrigin] == nil)
        let preflight = try await server.send(
            .options, "/v1/recognize", headers: [.origin: "https://example.org", .accessControlRequestMethod: "POST"])
        #expect((preflight.status, preflight.headers[.accessControlAllowHeaders]) == (204, "Authorization, Content-Type"))
    }

    /// Origin, host, offered subprotocols, and whether the stream is let in.
    static let upgrades: [(String?, [String], Bool)] = [
        (nil, ["undertone.v1", "bearer.\(token)"], true),
        ("http://here:8080", ["bearer.\(token)", "undertone.v1"], true),
        ("http://elsewhere", ["undertone.v1", "bearer.\(token)"], false),
        ("http://allowed", ["undertone.v1", "bearer.\(token)"], true),
        (nil, ["undertone.v1"], false),
        (nil, [], false),
    ]

    @Test(arguments: upgrades)
    func `a stream is let in with the token, and from the server's own pages`(
        _ origin: String?, _ offered: [String], _ isLetIn: Bool
    ) {
        let upgrade = StreamUpgrade(
            authentication: Authentication(token: Self.token), allowedOrigins: ["http://allowed"], gate: AdmissionGate(limit: 1),
            isStopping: StopFlag())
        var headers: HTTPHeaders = [
            "Host": "here:8080", "Upgrade": "websocket", "Connection": "keep-alive, Upgrade", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        ]
        if let origin { headers.add(name: "Origin", value: origin) }
        if !offered.isEmpty { headers.add(name: "Sec-WebSocket-Protocol", value: offered.joined(separator: ", ")) }
        let answer = upgrade.accept(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/v1/stream", headers: headers))
        #expect((answer != nil) == isLetIn)
        if let answer { #expect(answer["Sec-WebSocket-Protocol"] == ["undertone.v1"]) }
    }
}
