/// How a server listens, whom it trusts, and how much it takes on.
///
///     var options = ServerOptions.default
///     options.port = 9000
///     let server = try UndertoneServer(options, models: ModelShelf(names: []))
///     try await server.run()
public struct ServerOptions: Sendable {
    public var host = "127.0.0.1"
    /// 0 takes any that is free.
    public var port = 8080
    /// What clients must show as `Authorization: Bearer …`; nil lets everybody in.
    public var token: String?
    /// Whether to listen beyond this machine without a token.
    public var isOpenToAll = false
    /// Certificate chain and private key, both PEM files; nil speaks plain HTTP.
    public var certificate: Certificate?
    /// Origins of other pages that may call, such as `https://example.org`.
    public var allowedOrigins: [String] = []
    public var store: Store?
    public var limits = ServerLimits.default

    public struct Certificate: Hashable, Sendable {
        public var chain: String
        public var privateKey: String

        public init(chain: String, privateKey: String) {
            self.chain = chain
            self.privateKey = privateKey
        }
    }

    /// Where results are kept, never sound.
    public struct Store: Hashable, Sendable {
        /// An SQLite file, made when it is not there.
        public var path: String
        /// In days, at least one.
        public var retention: Int

        public init(path: String, retention: Int = 30) {
            self.path = path
            self.retention = retention
        }
    }

    public init() {}

    public static let `default` = ServerOptions()

    /// - Throws: `ServerError` for options that contradict each other or are out of bounds.
    public func validate() throws(ServerError) {
        guard (0...65535).contains(port) else { throw .outOfBounds("port", 0...65535) }
        guard token != nil || isOpenToAll || Self.isLoopback(host) else { throw .tokenMissing(host: host) }
        if let token { try Self.check(token) }
        if let store, !(1...36500).contains(store.retention) { throw .outOfBounds("retention", 1...36500) }
        try limits.validate()
    }

    /// A token must fit into a header and into the name of a WebSocket's subprotocol.
    private static func check(_ token: String) throws(ServerError) {
        let letters = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+")
        guard token.count >= shortestToken, token.allSatisfy(letters.contains) else { throw .tokenUnfit }
    }

    static let shortestToken = 16

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
