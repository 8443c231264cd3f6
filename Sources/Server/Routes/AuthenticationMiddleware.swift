import HTTPTypes
import Hummingbird

/// Lets in whoever shows the token.
struct AuthenticationMiddleware: RouterMiddleware {
    let authentication: Authentication

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let offered = request.headers[.secWebSocketProtocol].map(StreamUpgrade.list) ?? []
        try authentication.check(authorization: request.headers[.authorization], subprotocols: offered)
        return try await next(request, context)
    }
}
