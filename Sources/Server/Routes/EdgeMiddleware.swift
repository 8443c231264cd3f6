import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// The outermost layer: limits the rate, turns every error into one shape, adds the headers that every answer has, counts and logs.
struct EdgeMiddleware: RouterMiddleware {
    let metrics: ServerMetrics
    let limiter: RateLimiter
    let isEncrypted: Bool
    let logger: Logger

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            if let delay = limiter.delay(for: context.client) {
                throw APIError(.rateLimited, "Too many requests; this server takes fewer a second.", retryAfter: delay)
            }
            guard Self.methods.contains(request.method) else {
                throw APIError(.methodNotAllowed, "This server takes \(Self.methodList).")
            }
            response = try await next(request, context)
        } catch {
            let told = APIError(error)
            if told.code == .internal { logger.error("unforeseen", metadata: ["error": "\(error)"]) }
            metrics.count(.errors, [("code", told.code.rawValue)])
            response = .error(told)
            if told.code == .methodNotAllowed { response.headers[.allow] = Self.methodList }
            // What is left of a body that nobody wanted is not worth receiving.
            if request.headers[.contentLength] != "0", request.method == .post { response.headers[.connection] = "close" }
        }
        for (name, value) in Self.headers { response.headers[name] = response.headers[name] ?? value }
        if isEncrypted { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        let route = context.endpointPath ?? "none"
        let time = (.now - start) / .seconds(1)
        metrics.count(
            .requests, [("route", route), ("method", Self.known(request.method)), ("status", "\(response.status.code)")])
        metrics.observe(.request, [("route", route)], seconds: time)
        logger.info(
            "answered",
            metadata: [
                "route": "\(route)", "method": "\(Self.known(request.method))", "status": "\(response.status.code)",
                "milliseconds": "\(Int(1000 * time))",
            ])
        return response
    }

    /// Clients make up methods; metrics do not.
    private static func known(_ method: HTTPRequest.Method) -> String {
        methods.contains(method) ? method.rawValue : "other"
    }

    private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .patch, .options, .trace]
    private static let methodList = "DELETE, GET, HEAD, OPTIONS, POST"

    /// Nothing from elsewhere, nothing inline, in nobody's frame.
    static let headers: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'self'; connect-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; worker-src 'self'; "
                + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        (.xContentTypeOptions, "nosniff"),
        (name("X-Frame-Options"), "DENY"),
        (name("Referrer-Policy"), "no-referrer"),
        (name("Permissions-Policy"), "microphone=(self), camera=(), geolocation=()"),
        (name("Cross-Origin-Opener-Policy"), "same-origin"),
        (name("Cross-Origin-Resource-Policy"), "same-origin"),
    ]

    /// A header's name that is known to be one.
    private static func name(_ text: String) -> HTTPField.Name { HTTPField.Name(text) ?? .xContentTypeOptions }
}
