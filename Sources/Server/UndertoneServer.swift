import Foundation
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
import NIOPosix
import NIOSSL
public import ServiceLifecycle
import UnixSignals

/// Recognises over HTTP and WebSockets, until it is asked to stop; then it answers what it has accepted.
///
///     let server = try UndertoneServer(.default, models: ModelShelf(names: []))
///     try await server.run()
///
/// Routes and messages are described in `/openapi.yaml`. Sound is never stored; results are where ``ServerOptions/store`` says so.
public struct UndertoneServer: Service {
    private let options: ServerOptions
    private let parts: ServerParts
    private let logger: Logger
    private let tls: TLSConfiguration?
    private let onRunning: @Sendable (Int) -> Void

    /// - Parameter onRunning: called with the port once connections are accepted.
    /// - Throws: `ServerError` for options, a certificate or a store that cannot be used.
    public init(
        _ options: ServerOptions, models: ModelShelf, logger: Logger = Logger(label: "undertone"),
        onRunning: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws(ServerError) {
        try options.validate()
        self.options = options
        parts = try ServerParts(options, models: models, logger: logger)
        tls = if let certificate = options.certificate { try Self.tls(certificate) } else { nil }
        self.logger = logger
        self.onRunning = onRunning
    }

    /// Serves until the task is cancelled, or SIGTERM or SIGINT comes.
    ///
    /// - Throws: `ServerError` when the address cannot be had, or a model is no good.
    public func run() async throws {
        try parts.models.prepare()
        let application = application()
        var services: [any Service] = [application, MemoryKeeper()]
        if let store = parts.store { services.append(StoreKeeper(store: store, logger: logger)) }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(options.limits.drainTimeout)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch let error as IOError {
            throw ServerError.cannotListen(host: options.host, port: options.port, reason: String(cString: strerror(error.errnoCode)))
        }
    }

    /// For tests in process, without a socket.
    func router() -> Router<ServerContext> {
        ServerRouter(options: options, parts: parts).build()
    }

    private func application() -> some ApplicationProtocol {
        let conversation = StreamConversation(parts: parts, limits: options.limits)
        let (parts, options, onRunning) = (parts, options, onRunning)
        let builder = HTTPServerBuilder { responder -> any ServerChildChannel in
            let channel = ConnectionChannel(
                responder: responder, upgrade: parts.upgrade, limits: options.limits, hear: conversation.hear)
            guard let tls else { return channel }
            return try TLSChannel(channel, tlsConfiguration: tls)
        }
        var application = Application(
            router: router(), server: builder,
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), serverName: nil,
                availableConnectionsDelegate: .maximum(min(options.limits.connections, Self.affordableConnections), logger: quiet)),
            onServerRunning: { onRunning($0.localAddress?.port ?? options.port) }, logger: quiet)
        application.addServices(StopWatch(flag: parts.isStopping))
        return application
    }

    /// How many connections the descriptors of this process are enough for: an upload takes two more than its connection. Past that
    /// they wait to be accepted, rather than fail.
    private static var affordableConnections: Int {
        var limit = rlimit()
        #if canImport(Glibc)
            let status = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #else
            let status = getrlimit(RLIMIT_NOFILE, &limit)
        #endif
        return status == 0 ? max(4, (Int(clamping: limit.rlim_cur) - 40) / 3) : 256
    }

    /// The libraries' own messages, below warnings, are none of an operator's.
    private var quiet: Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }

    private static func tls(_ certificate: ServerOptions.Certificate) throws(ServerError) -> TLSConfiguration {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate.chain).map { NIOSSLCertificateSource.certificate($0) }
            let key = try NIOSSLPrivateKey(file: certificate.privateKey, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: .privateKey(key))
            configuration.minimumTLSVersion = .tlsv12
            configuration.applicationProtocols = ["http/1.1"]
            _ = try NIOSSLContext(configuration: configuration)
            return configuration
        } catch {
            throw .certificate("\(error)")
        }
    }
}

/// Raises the flag as soon as the server is asked to stop.
private struct StopWatch: Service {
    let flag: StopFlag

    func run() async throws {
        try? await gracefulShutdown()
        flag.set()
    }
}
