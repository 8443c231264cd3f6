import Foundation

/// A TCP connection to this machine on which any bytes can be sent.
public final class RawConnection {
    private let descriptor: Int32
    private var received: [UInt8] = []

    public struct Broken: Error {}

    public init(port: Int) throws {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var timeout = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Broken() }
    }

    deinit { close(descriptor) }

    /// Whether all could be sent.
    @discardableResult
    public func send(_ bytes: some Collection<UInt8>) -> Bool {
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    @discardableResult
    public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    public func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next bytes; none at the end, and when nothing comes for twenty seconds.
    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        received += buffer[..<count]
        return true
    }

    /// All that comes until the other side closes.
    public func rest() -> String {
        while receive() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    /// The head of a response, with the blank line.
    public func head() -> String {
        while true {
            let text = String(decoding: received, as: UTF8.self)
            if let end = text.range(of: "\r\n\r\n") {
                received = Array(received.dropFirst(text[..<end.upperBound].utf8.count))
                return String(text[..<end.upperBound])
            }
            guard receive() else { return text }
        }
    }

    /// A response to the end of its body, which has a length.
    public func response() -> (head: String, body: String) {
        let head = head()
        let length = head.firstMatch(of: /content-length: (\d+)/.ignoresCase()).flatMap { Int($0.output.1) } ?? 0
        while received.count < length, receive() {}
        let body = Array(received.prefix(length))
        received = Array(received.dropFirst(length))
        return (head, String(decoding: body, as: UTF8.self))
    }

    // WebSockets

    public func upgrade(headers: String = "") -> String {
        send(
            "GET /v1/stream HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\(headers)\r\n")
        return head()
    }

    /// A masked frame, as clients must send them.
    public static func frame(_ opcode: UInt8, _ payload: some Collection<UInt8>, fin: Bool = true) -> [UInt8] {
        var bytes: [UInt8] = [(fin ? 0x80 : 0) | opcode]
        switch payload.count {
        case ..<126: bytes.append(0x80 | UInt8(payload.count))
        case ..<65536: bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: bytes += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        let mask: [UInt8] = [1, 2, 3, 4]
        return bytes + mask + payload.enumerated().map { $0.element ^ mask[$0.offset % 4] }
    }

    /// The next frame of the server; nil at the end.
    public func nextFrame() -> (opcode: UInt8, payload: [UInt8])? {
        func need(_ count: Int) -> Bool {
            while received.count < count { guard receive() else { return false } }
            return true
        }
        guard need(2) else { return nil }
        var (length, start) = (Int(received[1] & 0x7F), 2)
        if length == 126 {
            guard need(4) else { return nil }
            (length, start) = (Int(received[2]) << 8 | Int(received[3]), 4)
        } else if length == 127 {
            guard need(10) else { return nil }
            (length, start) = (received[2..<10].reduce(0) { $0 << 8 | Int($1) }, 10)
        }
        guard need(start + length) else { return nil }
        let result = (received[0] & 0x0F, Array(received[start..<start + length]))
        received = Array(received.dropFirst(start + length))
        return result
    }

    /// All events until the close, and the code of the close; nil where the connection just ended.
    public func events() throws -> (events: [[String: Any]], code: Int?) {
        var events: [[String: Any]] = []
        while let (opcode, payload) = nextFrame() {
            if opcode == 1 { events.append(try JSONSerialization.jsonObject(with: Data(payload)) as? [String: Any] ?? [:]) }
            if opcode == 8 { return (events, payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil) }
        }
        return (events, nil)
    }
}
