import HTTPTypes
import Hummingbird

/// Which path is what.
struct ServerRouter {
    let options: ServerOptions
    let parts: ServerParts

    private typealias Handler = @Sendable (Request, ServerContext) async throws -> Response

    func build() -> Router<ServerContext> {
        let router = Router(context: ServerContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(
            middleware: EdgeMiddleware(
                metrics: parts.metrics, limiter: parts.limiter, isEncrypted: options.certificate != nil,
                logger: parts.logger))
        if !options.allowedOrigins.isEmpty { router.add(middleware: OriginMiddleware(allowed: options.allowedOrigins)) }
        let asked = router.group().add(middleware: AuthenticationMiddleware(authentication: parts.authentication))
        for asset in PageRoutes.assets { add(to: router, RouterPath(asset.path), [.get: { _, _ in PageRoutes.respond(asset) }]) }
        add(to: router, "/healthz", [.get: { _, _ in try .json(["status": "ok"]) }])
        let parts = parts
        add(to: router, "/readyz", [.get: { _, _ in
            guard !parts.isStopping.value else { throw APIError(.shuttingDown, "The server is shutting down.") }
            return try .json(["status": "ready"])
        }])
        add(to: asked, "/metrics", [.get: { _, _ in
            .bytes(Array(parts.metrics.text(gauges: parts.gauges).utf8), type: "text/plain; version=0.0.4; charset=utf-8")
        }])
        let models = ModelList(models: parts.models.descriptions, store: parts.store != nil)
        add(to: asked, "/v1/models", [.get: { _, _ in try .json(models) }])
        let recognize = RecognizeRoute(
            models: parts.models, uploads: parts.uploads, limits: options.limits, store: parts.store, metrics: parts.metrics,
            logger: parts.logger)
        add(to: asked, "/v1/recognize", [.post: recognize.respond])
        add(to: asked, "/v1/features", [.post: FeaturesRoute(uploads: parts.uploads, limits: options.limits).respond])
        let history = HistoryRoutes(store: parts.store)
        add(to: asked, "/v1/history", [.get: history.list, .delete: history.deleteAll])
        add(to: asked, "/v1/history/{id}", [.delete: history.delete])
        // A request that comes here was not upgraded; this says why.
        add(to: asked, "/v1/stream", [.get: { request, _ in throw parts.upgrade.refusal(of: request.head) }])
        return router
    }

    /// Routes what a path takes, and refuses the other methods by name.
    private func add(to router: some RouterMethods<ServerContext>, _ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        for (method, handler) in handlers { router.on(path, method: method, use: handler) }
        var allowed = handlers.keys.map(\.rawValue)
        if handlers[.get] != nil { allowed.append("HEAD") }
        let list = allowed.sorted().joined(separator: ", ")
        for method: HTTPRequest.Method in [.get, .head, .post, .put, .delete, .patch, .options, .trace, .connect]
        where !allowed.contains(method.rawValue) {
            router.on(path, method: method) { _, _ -> Response in
                var response = Response.error(APIError(.methodNotAllowed, "This path takes \(list)."))
                response.headers[.allow] = list
                return response
            }
        }
    }

    private struct ModelList: Encodable {
        let models: [ModelDescription]
        let store: Bool
    }
}
