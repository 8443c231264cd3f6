import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// A connection: HTTP/1.1 requests one after another, or, when the first one asks for it, a stream.
struct ConnectionChannel: HTTPChannelHandler {
    let responder: HTTPChannelHandler.Responder
    let upgrade: StreamUpgrade
    let limits: ServerLimits
    /// Takes a stream from its first message to its close.
    let hear: @Sendable (StreamChannel) async -> Void

    typealias StreamChannel = NIOAsyncChannel<StreamInput, WebSocketFrame>
    typealias RequestChannel = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    enum Kind: Sendable {
        case requests(RequestChannel)
        case stream(StreamChannel)
    }

    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let kind: EventLoopFuture<Kind>
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let encoder = HTTPResponseEncoder()
            var decoding = NIOHTTPDecoderLimitConfiguration()
            decoding.maxHeaderFieldSize = 16 << 10
            decoding.maxHeaderListSize = 32 << 10
            decoding.maxHeaderFieldCount = 100
            let decoder = ByteToMessageHandler(
                HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: decoding))
            let keeper = RequestKeeper(limits: limits, upgrade: upgrade)
            let upgrader = NIOTypedHTTPServerUpgradeHandler(
                httpEncoder: encoder, extraHTTPHandlers: [decoder, keeper],
                upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                    upgraders: [streamUpgrader()], notUpgradingCompletionHandler: Self.requests))
            try pipeline.addHandlers([encoder, decoder, keeper])
            try pipeline.addHandler(upgrader)
            return Value(channel: channel, kind: upgrader.upgradeResultFuture)
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.kind.get() {
            case .requests(let channel): await handleHTTP(asyncChannel: channel, logger: logger)
            case .stream(let channel): await hear(channel)
            }
        } catch {
            // The client left, or was sent away, before its first request was whole.
            logger.trace("no request", metadata: ["error": "\(error)"])
            try? await value.channel.close()
        }
    }

    private func streamUpgrader() -> NIOTypedWebSocketServerUpgrader<Kind> {
        NIOTypedWebSocketServerUpgrader(
            maxFrameSize: limits.messageSize, enableAutomaticErrorHandling: false,
            shouldUpgrade: { channel, head in channel.eventLoop.makeSucceededFuture(upgrade.accept(head)) },
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(StreamWatch(limits: limits))
                    return .stream(
                        try NIOAsyncChannel(
                            wrappingChannelSynchronously: channel,
                            configuration: .init(
                                backPressureStrategy: .init(lowWatermark: 2, highWatermark: 8), isOutboundHalfClosureEnabled: true)))
                }
            })
    }

    @Sendable private static func requests(_ channel: any Channel) -> EventLoopFuture<Kind> {
        channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            return .requests(
                try NIOAsyncChannel(wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true)))
        }
    }
}
