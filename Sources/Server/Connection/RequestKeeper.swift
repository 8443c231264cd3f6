import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1

/// Keeps the clients of a connection to the rules: a head and the next request come in time, a body makes progress, bytes that are no
/// HTTP get a typed answer, and when the server stops the connection ends after what it has accepted.
///
/// Lies between NIO's HTTP decoder and everything else. Used on the channel's event loop only.
final class RequestKeeper: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: ServerLimits
    private let upgrade: StreamUpgrade
    /// Requests whose heads have come and whose answers have not gone.
    private var openCount = 0
    private var isReadingBody = false
    /// Of the body, since the last look.
    private var byteCount = 0
    private var isStopping = false
    /// Why nothing more is read.
    private var failure: APIError?
    private var timer: Scheduled<Void>?

    init(limits: ServerLimits, upgrade: StreamUpgrade) {
        self.limits = limits
        self.upgrade = upgrade
    }

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { awaitHead(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
    }

    func channelActive(context: ChannelHandlerContext) {
        awaitHead(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard failure == nil else { return }
        switch unwrapInboundIn(data) {
        case .head(var head):
            openCount += 1
            isReadingBody = true
            awaitProgress(context)
            guard head.headers.contains(name: "upgrade"), upgrade.accept(head) == nil else { break }
            // To be answered as any request is, with what stands in the way; NIO's upgrader would only hang up.
            head.headers.remove(name: "upgrade")
            return context.fireChannelRead(wrapInboundOut(.head(head)))
        case .body(let buffer):
            byteCount += buffer.readableBytes
        case .end:
            isReadingBody = false
            timer?.cancel()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        openCount -= 1
        context.writeAndFlush(data, promise: promise)
        guard openCount == 0 else { return }
        if let failure, !isReadingBody {
            refuse(context, failure)
        } else if isStopping {
            context.close(promise: nil)
        } else {
            awaitHead(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.fireErrorCaught(error) }
        fail(context, APIError(error))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        isStopping = true
        if openCount == 0 { context.close(promise: nil) }
    }

    /// Nothing more is read. What is being answered learns it from its body; else the client is told here, behind the answers that it
    /// still gets.
    private func fail(_ context: ChannelHandlerContext, _ error: APIError) {
        guard failure == nil else { return }
        failure = error
        timer?.cancel()
        if isReadingBody {
            context.fireErrorCaught(error)
        } else if openCount == 0 {
            refuse(context, error)
        }
    }

    private func refuse(_ context: ChannelHandlerContext, _ error: APIError) {
        let json = error.json
        let headers: HTTPHeaders = [
            "Content-Type": "application/json; charset=utf-8", "Content-Length": "\(json.count)", "Connection": "close",
            "X-Content-Type-Options": "nosniff",
        ]
        let status = HTTPResponseStatus(statusCode: error.code.status.code)
        context.write(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: json)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    private func awaitHead(_ context: ChannelHandlerContext) {
        after(limits.headTimeout, context) { keeper, context in
            guard keeper.openCount == 0 else { return }
            keeper.fail(context, APIError(.timeout, "No whole request came in time."))
        }
    }

    private func awaitProgress(_ context: ChannelHandlerContext) {
        byteCount = 0
        after(limits.progressTimeout, context) { keeper, context in
            guard keeper.isReadingBody else { return }
            guard keeper.byteCount >= keeper.limits.slowestBody else {
                return keeper.fail(context, APIError(.timeout, "The body comes too slowly."))
            }
            keeper.awaitProgress(context)
        }
    }

    private func after(
        _ seconds: Double, _ context: ChannelHandlerContext, _ body: @escaping (RequestKeeper, ChannelHandlerContext) -> Void
    ) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) { body(self, context) }
    }
}
