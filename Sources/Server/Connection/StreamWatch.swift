import NIOCore
import NIOWebSocket

/// What comes in on a stream's connection: frames, and what happens to the connection.
enum StreamInput: Sendable {
    case frame(WebSocketFrame)
    /// The client broke the protocol; the connection can only be closed.
    case violation(WebSocketErrorCode)
    /// No sign of life came for too long.
    case silent
    /// The server is to stop.
    case stopping
}

/// Watches over a stream's connection: asks a silent client for a sign of life, gives one up that does not take what is sent to it, and
/// tells in band what happens, so that one loop hears of everything in order.
///
/// Used on the channel's event loop only.
final class StreamWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = StreamInput
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let limits: ServerLimits
    private var pulse: Scheduled<Void>?
    private var lastSign = NIODeadline.now()
    private var isOver = false
    private var sendTimer: Scheduled<Void>?

    init(limits: ServerLimits) {
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        lastSign = .now()
        let interval = TimeAmount.nanoseconds(Int64(limits.streamTimeout / 3 * 1e9))
        awaitSign(context, interval)
    }

    private func awaitSign(_ context: ChannelHandlerContext, _ interval: TimeAmount) {
        pulse = context.eventLoop.assumeIsolated().scheduleTask(in: interval) {
            self.look(context, interval)
            self.awaitSign(context, interval)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) { stop() }

    func channelInactive(context: ChannelHandlerContext) {
        stop()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastSign = .now()
        context.fireChannelRead(wrapInboundOut(.frame(unwrapInboundIn(data))))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? NIOWebSocketError else { return context.fireErrorCaught(error) }
        tell(context, .violation(error == .invalidFrameLength ? .messageTooLarge : .protocolError))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        tell(context, .stopping)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        sendTimer?.cancel()
        if !context.channel.isWritable {
            sendTimer = context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(Int64(limits.progressTimeout * 1e9))) {
                context.close(promise: nil)
            }
        }
        context.fireChannelWritabilityChanged()
    }

    private func look(_ context: ChannelHandlerContext, _ interval: TimeAmount) {
        let silence = NIODeadline.now() - lastSign
        if silence >= .nanoseconds(Int64(limits.streamTimeout * 1e9)) {
            tell(context, .silent)
        } else if silence >= interval {
            let ping = WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer())
            context.writeAndFlush(wrapOutboundOut(ping), promise: nil)
        }
    }

    /// Once: nothing that comes after it counts.
    private func tell(_ context: ChannelHandlerContext, _ input: StreamInput) {
        guard !isOver else { return }
        isOver = true
        context.fireChannelRead(wrapInboundOut(input))
        context.fireChannelReadComplete()
    }

    private func stop() {
        pulse?.cancel()
        sendTimer?.cancel()
    }
}
