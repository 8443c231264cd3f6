import Logging
import NIOCore
import NIOWebSocket
import Undertone

/// A stream from its first message to its close.
struct StreamConversation: Sendable {
    let parts: ServerParts
    let limits: ServerLimits

    private typealias Outbound = NIOAsyncChannelOutboundWriter<WebSocketFrame>

    func hear(_ channel: ConnectionChannel.StreamChannel) async {
        guard parts.streams.enter() else { return await refuse(channel) }
        defer { parts.streams.leave() }
        let start = ContinuousClock.now
        var code = WebSocketErrorCode.unexpectedServerError
        do {
            try await channel.executeThenClose { inbound, outbound in
                code = await answer(inbound, outbound)
                try await close(outbound, code)
            }
        } catch {
            // The client is gone.
            code = .unknown(1006)
        }
        let number = UInt16(webSocketErrorCode: code)
        parts.metrics.count(.streams, [("code", "\(number)")])
        let milliseconds = Int(1000 * ((.now - start) / .seconds(1)))
        parts.logger.info("stream", metadata: ["code": "\(number)", "milliseconds": "\(milliseconds)"])
    }

    /// Until the end, whichever comes first; returns the code to close with.
    private func answer(
        _ inbound: NIOAsyncChannelInboundStream<StreamInput>, _ outbound: Outbound
    ) async -> WebSocketErrorCode {
        var assembler = MessageAssembler(limit: limits.messageSize)
        var session: StreamSession?
        do {
            for try await input in inbound {
                switch input {
                case .violation(let code): return code
                case .silent: throw APIError(.timeout, "No sign of life came for \(Int(limits.streamTimeout)) seconds.")
                case .stopping:
                    try await send([.warning(code: "shutting_down", message: "The server is shutting down.")], outbound)
                    return try await finish(&session, outbound, code: .goingAway)
                case .frame(let frame):
                    guard frame.maskKey != nil else { return .protocolError }
                    switch frame.opcode {
                    case .connectionClose: return try await finish(&session, outbound, code: Self.echo(frame))
                    case .ping:
                        try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
                    case .pong: break
                    default:
                        guard let message = try assembler.accept(frame) else { continue }
                        if try await take(message, &session, outbound) { return .normalClosure }
                    }
                }
            }
            return .normalClosure
        } catch let violation as MessageAssembler.Violation {
            return violation.code
        } catch is CancellationError {
            return .goingAway
        } catch let error as ChannelError {
            parts.logger.trace("stream broke off", metadata: ["error": "\(error)"])
            return .unknown(1006)
        } catch {
            let told = APIError(error)
            if told.code == .internal { parts.logger.error("unforeseen", metadata: ["error": "\(error)"]) }
            parts.metrics.count(.errors, [("code", told.code.rawValue)])
            try? await send([.error(told)], outbound)
            return told.code.closeCode
        }
    }

    /// Whether the stream has been ended.
    private func take(
        _ message: MessageAssembler.Message, _ session: inout StreamSession?, _ outbound: Outbound
    ) async throws -> Bool {
        switch message {
        case .text(let text):
            guard String(validating: text, as: UTF8.self) != nil else {
                throw MessageAssembler.Violation(code: .dataInconsistentWithMessage)
            }
            switch try StreamConfiguration.message(text) {
            case .start(let configuration):
                guard session == nil else { throw APIError(.badRequest, "The stream has been started already.") }
                let started = try StreamSession(configuration, models: parts.models, limits: limits, metrics: parts.metrics)
                let ready = started.ready(parts.models)
                session = consume started
                try await send([ready], outbound)
            case .end:
                guard session != nil else { throw APIError(.badRequest, "The stream has not been started.") }
                _ = try await finish(&session, outbound, code: .normalClosure)
                return true
            }
        case .binary(let buffer):
            guard session != nil else { throw APIError(.badRequest, "Sound comes after a start message.") }
            // Nil has been excluded.
            let events = try await session?.accept(buffer.readableBytesView) ?? []
            try await send(events, outbound)
            await Task.yield()
        }
        return false
    }

    /// Says what is left to say.
    private func finish(
        _ session: inout StreamSession?, _ outbound: Outbound, code: WebSocketErrorCode
    ) async throws -> WebSocketErrorCode {
        guard let (events, prediction) = try session?.finish() else { return code }
        session = nil
        _ = await parts.store?.keep(prediction, source: .stream, metrics: parts.metrics, logger: parts.logger)
        try await send(events, outbound)
        return code
    }

    private func send(_ events: [StreamEvent], _ outbound: Outbound) async throws {
        guard !events.isEmpty else { return }
        let frames = try events.map {
            WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: try ServerJSON.encode($0)))
        }
        try await outbound.write(contentsOf: frames)
    }

    private func close(_ outbound: Outbound, _ code: WebSocketErrorCode) async throws {
        var data = ByteBuffer()
        data.write(webSocketErrorCode: code)
        try await outbound.write(WebSocketFrame(fin: true, opcode: .connectionClose, data: data))
    }

    private func refuse(_ channel: ConnectionChannel.StreamChannel) async {
        try? await channel.executeThenClose { _, outbound in
            try await send([.error(APIError(.tooBusy, "The server hears as many streams as it takes."))], outbound)
            try await close(outbound, .unknown(1013))
        }
    }

    /// What a client closes with is answered in kind.
    private static func echo(_ frame: WebSocketFrame) -> WebSocketErrorCode {
        var data = frame.unmaskedData
        guard data.readableBytes > 0 else { return .normalClosure }
        guard let code = data.readWebSocketErrorCode() else { return .protocolError }
        let number = UInt16(webSocketErrorCode: code)
        return (1000...1003).contains(number) || (1007...1014).contains(number) || (3000...4999).contains(number)
            ? code : .protocolError
    }
}

extension APIError.Code {
    /// What a stream that ends with this error is closed with.
    var closeCode: WebSocketErrorCode {
        switch self {
        case .badRequest, .noSuchModel, .unauthorized, .notAllowed, .timeout, .rateLimited, .tooLong: .policyViolation
        case .bodyTooLarge: .messageTooLarge
        case .tooBusy, .storageFull: .unknown(1013)
        case .shuttingDown: .goingAway
        default: .unexpectedServerError
        }
    }
}
