import Foundation
import TestSupport

/// `undertone serve` as a person would start it, on a free port.
final class ServeProcess {
    let port: Int
    let process = Process()
    private let folder: TemporaryFolder
    private let log: URL

    /// What has been written to standard error.
    var errors: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

    init(_ arguments: [String] = []) throws {
        folder = try TemporaryFolder()
        log = folder.url("log")
        try Data().write(to: log)
        process.executableURL = Tool.executable
        process.arguments = ["serve", "--port", "0", "--rate", "0"] + arguments
        process.standardError = try FileHandle(forWritingTo: log)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let start = ContinuousClock.now
        var found: Int?
        while found == nil, process.isRunning, ContinuousClock.now - start < .seconds(60) {
            Thread.sleep(forTimeInterval: 0.01)
            let text = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
            found = text.firstMatch(of: /Listening on http:\/\/127\.0\.0\.1:(\d+)\n/).flatMap { Int($0.output.1) }
        }
        port = found ?? 0
    }

    deinit {
        if process.isRunning { process.terminate() }
    }

    func connection() throws -> RawConnection { try RawConnection(port: port) }

    /// The exit status, or nil when it does not end.
    func stop(within seconds: Double = 40) -> Int32? {
        process.terminate()
        let start = ContinuousClock.now
        while process.isRunning, ContinuousClock.now - start < .seconds(seconds) { Thread.sleep(forTimeInterval: 0.01) }
        return process.isRunning ? nil : process.terminationStatus
    }
}
