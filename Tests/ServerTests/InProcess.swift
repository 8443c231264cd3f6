import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
@testable import UndertoneServer

/// A server's routes without a socket.
struct InProcess {
    private let responder: RouterResponder<ServerContext>
    static let models = Result { try ModelShelf(names: []) }

    init(_ change: (inout ServerOptions) -> Void = { _ in }) throws {
        var options = ServerOptions.default
        options.limits.requestRate = 0
        change(&options)
        responder = try UndertoneServer(options, models: Self.models.get()).router().buildResponder()
    }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let body: Data

        func json() throws -> [String: Any] { try JSONSerialization.jsonObject(with: body) as? [String: Any] ?? [:] }
        /// Nil for an answer that is no error.
        var errorCode: String? { ((try? json())?["error"] as? [String: Any])?["code"] as? String }
        var message: String? { ((try? json())?["error"] as? [String: Any])?["message"] as? String }
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, body: some Sequence<UInt8> = [UInt8](), headers: HTTPFields = [:]
    ) async throws -> Answer {
        let channel = NIOAsyncTestingChannel()
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1))
        let head = HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body)))
        let context = ServerContext(
            source: ApplicationRequestContextSource(
                channel: channel, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })))
        let response = try await responder.respond(to: request, context: context)
        let collected = Collected()
        try await response.body.write(Collector(collected: collected))
        return Answer(status: response.status.code, headers: response.headers, body: Data(collected.buffer.readableBytesView))
    }

    private final class Collected: @unchecked Sendable {
        // One task writes, and another reads after it.
        var buffer = ByteBuffer()
    }

    private struct Collector: ResponseBodyWriter {
        let collected: Collected

        mutating func write(_ buffer: ByteBuffer) async throws { collected.buffer.writeImmutableBuffer(buffer) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
