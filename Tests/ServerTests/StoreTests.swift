import Foundation
import HTTPTypes
import TestSupport
import Testing
import Undertone
@testable import UndertoneServer

@Suite struct StoreTests {
    private let folder = try? TemporaryFolder()

    private func server() throws -> InProcess {
        let path = try #require(folder).url("results.sqlite").path
        return try InProcess { $0.store = .init(path: path) }
    }

    @Test func `results are kept, listed newest first, paged and deleted`() async throws {
        let server = try server()
        let body = waveFile(Synthetic.voiceLike(duration: 1.5))
        var names: [String] = []
        for name in ["a", "b", "c"] {
            let answer = try await server.send(.post, "/v1/recognize?name=\(name)", body: body)
            names.append(try #require(answer.headers[.undertoneResult]))
        }
        let first = try await server.send(.get, "/v1/history?limit=2").json()
        let rows = try #require(first["results"] as? [[String: Any]])
        #expect(rows.compactMap { $0["id"] as? String } == [names[2], names[1]])
        #expect(rows.compactMap { ($0["result"] as? [String: Any])?["path"] as? String } == ["c", "b"])
        let next = try #require(first["next"] as? String)
        let second = try await server.send(.get, "/v1/history?limit=2&before=\(next)").json()
        #expect((second["results"] as? [[String: Any]])?.compactMap { $0["id"] as? String } == [names[0]])
        #expect(second["next"] is NSNull)
        #expect(try await server.send(.delete, "/v1/history/\(names[1])").status == 204)
        #expect(try await server.send(.delete, "/v1/history/\(names[1])").errorCode == "not_found")
        #expect(try await server.send(.delete, "/v1/history").status == 204)
        #expect((try await server.send(.get, "/v1/history").json()["results"] as? [Any])?.isEmpty == true)
    }

    @Test func `what is older than it may be expires`() async throws {
        let store = try ResultStore(.init(path: try #require(folder).url("old.sqlite").path, retention: 2))
        let prediction = try InProcess.models.get().recognizer(named: nil)
            .recognize(Synthetic.voiceLike(duration: 1))
        let now = Date()
        _ = try await store.add(prediction, source: .upload, at: now.addingTimeInterval(-3 * 86400))
        let kept = try await store.add(prediction, source: .stream, at: now.addingTimeInterval(-86400))
        try await store.expire(at: now)
        #expect(try await store.rows(limit: 10, before: nil).rows.map(\.id) == [kept])
    }

    @Test func `a store that cannot be opened is refused by name`() {
        #expect {
            try ResultStore(.init(path: "/nowhere/results.sqlite"))
        } throws: { "\($0)".hasPrefix("/nowhere/results.sqlite: results cannot be kept there: ") }
    }

    @Test(arguments: ["limit=0", "limit=201", "limit=x", "before=x", "before=-1"])
    func `a page that cannot be is refused`(query: String) async throws {
        #expect(try await server().send(.get, "/v1/history?\(query)").errorCode == "bad_request")
    }
}
