import HTTPTypes
import Hummingbird

/// Lets pages of the named origins call from a browser (CORS), and answers their preflights.
struct OriginMiddleware: RouterMiddleware {
    let allowed: [String]

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        guard let origin = request.headers[.origin], allowed.contains(origin) else { return try await next(request, context) }
        let isPreflight = request.method == .options && request.headers[.accessControlRequestMethod] != nil
        var response = isPreflight ? Response(status: .noContent) : try await next(request, context)
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.vary] = "Origin"
        response.headers[.accessControlExposeHeaders] = "Undertone-Result, Retry-After"
        if let policy = HTTPField.Name("Cross-Origin-Resource-Policy") { response.headers[policy] = "cross-origin" }
        if isPreflight {
            response.headers[.accessControlAllowMethods] = "GET, POST, DELETE"
            response.headers[.accessControlAllowHeaders] = "Authorization, Content-Type"
            response.headers[.accessControlMaxAge] = "600"
        }
        return response
    }
}
