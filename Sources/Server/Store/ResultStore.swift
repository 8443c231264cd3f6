import Foundation
import GRDB
import Logging
import Undertone

/// Keeps results, never sound, in an SQLite file, for as long as it is told.
final class ResultStore: Sendable {
    private let database: DatabaseQueue
    /// In days.
    private let retention: Int

    enum Source: String, Codable, Sendable {
        case upload, stream
    }

    /// A result that was kept.
    struct Row: Sendable {
        /// Rising in the order in which they came.
        let number: Int64
        let id: String
        let created: Date
        let source: Source
        /// The prediction's JSON.
        let result: String
    }

    /// - Throws: `ServerError` when the file cannot be opened or made.
    init(_ options: ServerOptions.Store) throws(ServerError) {
        retention = options.retention
        do {
            var configuration = Configuration()
            // What is deleted is overwritten.
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA secure_delete = ON") }
            configuration.busyMode = .timeout(5)
            database = try DatabaseQueue(path: options.path, configuration: configuration)
            try database.write { database in
                try database.execute(
                    sql: """
                        CREATE TABLE IF NOT EXISTS result (
                            number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, created REAL NOT NULL,
                            source TEXT NOT NULL, result TEXT NOT NULL);
                        CREATE INDEX IF NOT EXISTS result_created ON result (created);
                        """)
            }
        } catch {
            throw .store(path: options.path, reason: (error as? DatabaseError)?.message ?? "\(error)")
        }
    }

    /// Keeps a result; where that fails the answer is given all the same, and the failure is counted and logged.
    ///
    /// - Returns: the row's name, nil where it could not be kept.
    func keep(_ prediction: Prediction, source: Source, metrics: ServerMetrics, logger: Logger) async -> String? {
        do {
            return try await add(prediction, source: source)
        } catch {
            metrics.count(.storeFailures)
            logger.error("a result could not be kept", metadata: ["error": "\(error)"])
            return nil
        }
    }

    func add(_ prediction: Prediction, source: Source, at time: Date = Date()) async throws -> String {
        let id = UUID().uuidString.lowercased()
        let json = String(decoding: try ServerJSON.encode(prediction), as: UTF8.self)
        try await database.write { database in
            try database.execute(
                sql: "INSERT INTO result (id, created, source, result) VALUES (?, ?, ?, ?)",
                arguments: [id, time.timeIntervalSince1970, source.rawValue, json])
        }
        return id
    }

    /// The newest first.
    ///
    /// - Parameter cursor: of the page before; nil for the first.
    func rows(limit: Int, before cursor: Int64?) async throws -> (rows: [Row], next: Int64?) {
        let found = try await database.read { database in
            try GRDB.Row.fetchAll(
                database, sql: "SELECT * FROM result WHERE number < ? ORDER BY number DESC LIMIT ?",
                arguments: [cursor ?? .max, limit + 1]
            ).map { row in
                Row(
                    number: row["number"], id: row["id"], created: Date(timeIntervalSince1970: row["created"]),
                    source: Source(rawValue: row["source"]) ?? .upload, result: row["result"])
            }
        }
        let rows = Array(found.prefix(limit))
        return (rows, found.count > limit ? rows.last?.number : nil)
    }

    /// - Returns: whether there was one of this name.
    func delete(_ id: String) async throws -> Bool {
        try await database.write { database in
            try database.execute(sql: "DELETE FROM result WHERE id = ?", arguments: [id])
            return database.changesCount > 0
        }
    }

    func deleteAll() async throws {
        try await database.write { try $0.execute(sql: "DELETE FROM result") }
    }

    /// Deletes what is older than it may be.
    func expire(at now: Date = Date()) async throws {
        let oldest = now.timeIntervalSince1970 - Double(retention) * 86400
        try await database.write { try $0.execute(sql: "DELETE FROM result WHERE created < ?", arguments: [oldest]) }
    }
}
