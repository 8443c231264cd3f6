public import ArgumentParser
import Foundation
public import Logging
import UndertoneServer

@main
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undertone serve",
        abstract: "Recognise over HTTP and WebSockets, with a page for the browser.",
        discussion: """
            Serves a page at /, uploads at POST /v1/recognize, live voices at /v1/stream, and says what else there is at /openapi.yaml. \
            Sound is never stored; results are kept only with --store. It stops on Ctrl-C or SIGTERM, after it has answered what it has \
            accepted.

            EXAMPLES
              undertone serve
              undertone serve --port 9000 --model open
              undertone serve --host 0.0.0.0 --token-file token.txt \\
                  --certificate chain.pem --private-key key.pem
              undertone serve --store results.sqlite --retention 7
              curl --data-binary @call.wav http://127.0.0.1:8080/v1/recognize
            """)

    @Option(help: "The address to listen on.")
    var host = ServerOptions.default.host

    @Option(help: "The port to listen on; 0 takes any that is free.")
    var port = ServerOptions.default.port

    @Option(help: ArgumentHelp("A model bundle's folder or a built-in model; the first is the default one.", valueName: "name"))
    var model: [String] = []

    @Option(help: ArgumentHelp("Clients must show the token in this file; or that in the variable UNDERTONE_TOKEN.", valueName: "file"))
    var tokenFile: String?

    @Flag(help: "Let everybody in, from other machines too.")
    var noAuthentication = false

    @Option(help: ArgumentHelp("Certificate chain for TLS, PEM.", valueName: "file"))
    var certificate: String?

    @Option(help: ArgumentHelp("The certificate's private key, PEM.", valueName: "file"))
    var privateKey: String?

    @Option(help: ArgumentHelp("Another page's origin that may call from a browser.", valueName: "url"))
    var allowOrigin: [String] = []

    @Option(help: ArgumentHelp("Keep results, never sound, in this SQLite file.", valueName: "file"))
    var store: String?

    @Option(help: ArgumentHelp("How long results are kept.", valueName: "days"))
    var retention = 30

    @Option(help: ArgumentHelp("Streams at a time.", valueName: "count"))
    var streams = ServerLimits.default.streams

    @Option(help: ArgumentHelp("Uploads at a time: received, waiting or in work.", valueName: "count"))
    var uploads = ServerLimits.default.uploads

    @Option(help: ArgumentHelp("Requests a second a client; 0: no limit.", valueName: "count"))
    var rate = ServerLimits.default.requestRate

    @Option(help: ArgumentHelp("The largest upload.", valueName: "megabytes"))
    var bodyLimit = ServerLimits.default.bodySize >> 20

    @Option(help: ArgumentHelp("The longest recording; a stream may last four times as long.", valueName: "seconds"))
    var longest = ServerLimits.default.duration

    @Option(help: "How to write the log.")
    var logFormat = LogFormat.text

    @Option(help: "How much to log: trace, debug, info, notice, warning, error or critical.")
    var logLevel = Logger.Level.info

    enum LogFormat: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    func validate() throws {
        if (certificate == nil) != (privateKey == nil) {
            throw ValidationError("--certificate and --private-key come together.")
        }
        if store == nil, retention != 30 { throw ValidationError("--retention says how long --store keeps results; name a file.") }
        guard (1...1 << 20).contains(bodyLimit) else { throw ValidationError("--body-limit takes 1 to 1048576 megabytes.") }
    }

    func run() async throws {
        do {
            let options = try options()
            let logger = logger
            let address = "\(certificate == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host)"
            let server = try UndertoneServer(options, models: ModelShelf(names: model), logger: logger) { port in
                FileHandle.standardError.write(Data("Listening on \(address):\(port)\n".utf8))
            }
            try await server.run()
        } catch let error as ServerError {
            FileHandle.standardError.write(Data("undertone: \(error)\n".utf8))
            throw ExitCode(1)
        }
    }

    private func options() throws -> ServerOptions {
        var options = ServerOptions.default
        options.host = host
        options.port = port
        options.token = try token()
        options.isOpenToAll = noAuthentication
        if let certificate, let privateKey { options.certificate = .init(chain: certificate, privateKey: privateKey) }
        options.allowedOrigins = allowOrigin
        options.store = store.map { .init(path: $0, retention: retention) }
        options.limits.streams = streams
        options.limits.uploads = uploads
        options.limits.requestRate = rate
        options.limits.bodySize = bodyLimit << 20
        options.limits.duration = longest
        options.limits.streamDuration = 4 * longest
        return options
    }

    private func token() throws -> String? {
        guard let tokenFile else {
            let token = ProcessInfo.processInfo.environment["UNDERTONE_TOKEN"] ?? ""
            return token.isEmpty ? nil : token
        }
        guard let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
            FileHandle.standardError.write(Data("undertone: \(tokenFile): the token cannot be read\n".utf8))
            throw ExitCode(1)
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private var logger: Logger {
        var logger = Logger(label: "undertone") { label in
            switch logFormat {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label)
            }
        }
        logger.logLevel = logLevel
        return logger
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
