public import Foundation

/// A folder of its own for one test, removed with the value that owns it.
public final class TemporaryFolder: Sendable {
    public let url: URL

    public init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("undertone-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    public var path: String { url.path }

    public func url(_ name: String) -> URL { url.appendingPathComponent(name) }

    public func path(_ name: String) -> String { url(name).path }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}
