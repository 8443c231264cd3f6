import NIOCore
import NIOWebSocket

/// Joins a message's frames (RFC 6455, section 5.4), up to a size.
struct MessageAssembler {
    let limit: Int
    private var kind: WebSocketOpcode?
    private var content = ByteBuffer()

    enum Message: Sendable {
        case text([UInt8])
        case binary(ByteBuffer)
    }

    init(limit: Int) {
        self.limit = limit
    }

    /// A message, where the frame completes one.
    ///
    /// - Throws: the code to close with, for a frame that cannot stand here.
    mutating func accept(_ frame: WebSocketFrame) throws(Violation) -> Message? {
        switch (frame.opcode, kind) {
        case (.text, nil), (.binary, nil): kind = frame.opcode
        case (.continuation, .some): break
        default: throw Violation(code: .protocolError)
        }
        var data = frame.unmaskedData
        guard content.readableBytes + data.readableBytes <= limit else { throw Violation(code: .messageTooLarge) }
        if content.readableBytes == 0 { content = data } else { content.writeBuffer(&data) }
        guard frame.fin, let finished = kind else { return nil }
        defer { (kind, content) = (nil, ByteBuffer()) }
        return finished == .binary ? .binary(content) : .text(Array(content.readableBytesView))
    }

    struct Violation: Error {
        let code: WebSocketErrorCode
    }
}
