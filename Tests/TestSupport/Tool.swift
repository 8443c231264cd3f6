public import Foundation

/// Runs the built `undertone` as a person would, in a process of its own.
public enum Tool {
    public struct Outcome: Sendable {
        /// The exit status, or 128 plus the signal's number.
        public let status: Int32
        public let output: String
        public let errors: String
        /// The largest resident size seen, in bytes (Linux only; 0 elsewhere).
        public let peakMemory: Int
    }

    /// The program stands beside the test bundle.
    public static var executable: URL {
        Bundle.main.bundleURL.appendingPathComponent("undertone")
    }

    /// - Parameters:
    ///   - input: what the program reads from standard input; nothing by default.
    ///   - output: where standard output goes instead of into the outcome.
    ///   - interruptAfter: seconds after which it gets Ctrl-C.
    ///   - killWhen: asked again and again whether to end it at once, as kill -9 does.
    public static func run(
        _ arguments: [String], input: Data = Data(), environment: [String: String] = [:], directory: URL? = nil,
        output: String? = nil, interruptAfter: Double? = nil, killWhen: () throws -> Bool = { false }
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(["UNDERTONE_CORPORA": ""]) { $1 }.merging(environment) { $1 }
        if let directory { process.currentDirectoryURL = directory }
        // Files, not pipes: a full pipe would stop the program, and reading two at once needs threads.
        let folder = try TemporaryFolder()
        let (inputFile, outputFile, errorFile) = (folder.url("in"), folder.url("out"), folder.url("err"))
        try input.write(to: inputFile)
        try Data().write(to: outputFile)
        try Data().write(to: errorFile)
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: output.map { URL(fileURLWithPath: $0) } ?? outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
        let start = ContinuousClock.now
        var peak = 0
        var interrupted = false
        while process.isRunning {
            peak = max(peak, residentPeak(of: process.processIdentifier))
            if let interruptAfter, !interrupted, ContinuousClock.now - start > .seconds(interruptAfter) {
                interrupted = true
                process.interrupt()
            }
            if try killWhen() { kill(process.processIdentifier, SIGKILL) }
            Thread.sleep(forTimeInterval: 0.005)
        }
        process.waitUntilExit()
        let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
        return Outcome(
            status: status, output: String(decoding: try Data(contentsOf: outputFile), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self), peakMemory: peak)
    }

    /// `VmHWM`, the kernel's own high-water mark. What `wait4` reports would include the parent's size before `exec`.
    private static func residentPeak(of identifier: Int32) -> Int {
        guard let status = try? String(contentsOfFile: "/proc/\(identifier)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = line.split(separator: " ").compactMap({ Int($0) }).first
        else { return 0 }
        return kilobytes * 1024
    }
}
