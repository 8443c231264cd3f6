import Foundation
import Hummingbird

/// `/v1/history`: the results that the store keeps.
struct HistoryRoutes: Sendable {
    let store: ResultStore?

    @Sendable func list(_ request: Request, _ context: ServerContext) async throws -> Response {
        let store = try found()
        var limit = 50
        if let text = try request.parameter("limit") {
            guard let number = Int(text), (1...200).contains(number) else {
                throw APIError(.badRequest, "The parameter limit is 1 to 200.")
            }
            limit = number
        }
        var cursor: Int64?
        if let text = try request.parameter("before") {
            guard let number = Int64(text), number > 0 else { throw APIError(.badRequest, "The parameter before is what next was.") }
            cursor = number
        }
        let (rows, next) = try await store.rows(limit: limit, before: cursor)
        // The results are JSON already.
        let items = rows.map {
            #"{"created":"\#($0.created.formatted(.iso8601))","id":"\#($0.id)","result":\#($0.result),"source":"\#($0.source.rawValue)"}"#
        }
        let text = #"{"next":\#(next.map { "\"\($0)\"" } ?? "null"),"results":[\#(items.joined(separator: ","))]}"#
        return .json(data: Data(text.utf8))
    }

    @Sendable func delete(_ request: Request, _ context: ServerContext) async throws -> Response {
        let store = try found()
        guard let id = context.parameters.get("id"), try await store.delete(id) else {
            throw APIError(.notFound, "There is no result of this name.")
        }
        return Response(status: .noContent)
    }

    @Sendable func deleteAll(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await found().deleteAll()
        return Response(status: .noContent)
    }

    private func found() throws(APIError) -> ResultStore {
        guard let store else { throw APIError(.notFound, "This server keeps no results; it was started without --store.") }
        return store
    }
}
