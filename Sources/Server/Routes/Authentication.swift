import HTTPTypes

/// Who may ask: whoever shows the token, in a header, or where a browser opens a WebSocket in the name of a subprotocol.
struct Authentication: Sendable {
    /// Nil lets everybody in.
    let token: String?

    /// The subprotocol of `/v1/stream`, and what its name begins with where it carries the token.
    static let streamProtocol = "undertone.v1"
    static let bearerProtocol = "bearer."

    /// - Parameters:
    ///   - authorization: the header, `Bearer TOKEN`.
    ///   - subprotocols: those that a WebSocket client offers.
    /// - Throws: `APIError` with code `unauthorized`.
    func check(authorization: String?, subprotocols: [String] = []) throws(APIError) {
        guard let token else { return }
        var shown: [Substring] = []
        if let authorization, authorization.prefix(7).lowercased() == "bearer " { shown.append(authorization.dropFirst(7)) }
        shown += subprotocols.filter { $0.hasPrefix(Self.bearerProtocol) }.map { $0.dropFirst(Self.bearerProtocol.count) }
        guard shown.contains(where: { Self.areEqual($0.utf8, token.utf8) }) else {
            throw APIError(.unauthorized, "This server asks for its token: send it as Authorization: Bearer TOKEN.")
        }
    }

    /// In a time that does not depend on where they differ.
    static func areEqual(_ a: some Sequence<UInt8>, _ b: some Collection<UInt8>) -> Bool {
        let b = Array(b)
        var difference: UInt8 = 0
        var count = 0
        for byte in a {
            difference |= b.isEmpty ? 1 : byte ^ b[count % b.count]
            count += 1
        }
        return difference == 0 && count == b.count
    }
}
