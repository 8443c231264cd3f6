import Foundation
import Synchronization
import UndertoneAudio

/// What an operator watches, as Prometheus reads it (text format 0.0.4).
///
/// Labels are few and fixed: routes by their pattern, statuses, codes; never anything that a client makes up.
final class ServerMetrics: Sendable {
    private let state = Mutex(State())
    private let start = Date()

    private struct State {
        var counters: [String: Double] = [:]
        var histograms: [String: Histogram] = [:]
    }

    private struct Histogram {
        var counts = [Int](repeating: 0, count: ServerMetrics.bounds.count + 1)
        var sum = 0.0
    }

    /// In seconds.
    private static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    func count(_ metric: Counter, _ labels: [(String, String)] = [], by amount: Double = 1) {
        let key = metric.rawValue + Self.text(labels)
        state.withLock { $0.counters[key, default: 0] += amount }
    }

    func observe(_ metric: Timer, _ labels: [(String, String)] = [], seconds: Double) {
        let key = metric.rawValue + "|" + Self.text(labels, braces: false)
        let place = Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count
        state.withLock {
            $0.histograms[key, default: Histogram()].counts[place] += 1
            $0.histograms[key, default: Histogram()].sum += seconds
        }
    }

    enum Counter: String, CaseIterable {
        case requests = "undertone_requests_total"
        case errors = "undertone_errors_total"
        case streams = "undertone_streams_total"
        case moments = "undertone_moments_total"
        case segments = "undertone_segments_total"
        case audio = "undertone_audio_seconds_total"
        case storeFailures = "undertone_store_failures_total"

        var help: String {
            switch self {
            case .requests: "Requests answered, by route, method and status."
            case .errors: "Errors told to clients, by code."
            case .streams: "Streams ended, by close code."
            case .moments: "Moments sent."
            case .segments: "Segments sent."
            case .audio: "Seconds of sound heard, by source."
            case .storeFailures: "Results that could not be kept."
            }
        }
    }

    enum Timer: String, CaseIterable {
        case request = "undertone_request_seconds"
        case moment = "undertone_moment_seconds"

        var help: String {
            switch self {
            case .request: "From a request's head to its answer, by route."
            case .moment: "Computing from a window's last sample to its moment."
            }
        }
    }

    /// - Parameter gauges: what is true now, by name, with a help text.
    func text(gauges: [(name: String, help: String, value: Double)]) -> String {
        let state = state.withLock { $0 }
        var lines: [String] = []
        for metric in Counter.allCases {
            lines += ["# HELP \(metric.rawValue) \(metric.help)", "# TYPE \(metric.rawValue) counter"]
            let own = state.counters.filter { $0.key.prefix { $0 != "{" } == metric.rawValue }
            lines += own.sorted { $0.key < $1.key }.map { "\($0.key) \(Self.number($0.value))" }
        }
        for metric in Timer.allCases {
            lines += ["# HELP \(metric.rawValue) \(metric.help)", "# TYPE \(metric.rawValue) histogram"]
            for (key, histogram) in state.histograms.sorted(by: { $0.key < $1.key }) where key.hasPrefix(metric.rawValue + "|") {
                lines += Self.lines(of: histogram, metric.rawValue, labels: String(key.dropFirst(metric.rawValue.count + 1)))
            }
        }
        for gauge in gauges + processGauges() {
            lines += [
                "# HELP \(gauge.name) \(gauge.help)", "# TYPE \(gauge.name) gauge", "\(gauge.name) \(Self.number(gauge.value))",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(of histogram: Histogram, _ name: String, labels: String) -> [String] {
        let comma = labels.isEmpty ? "" : ","
        var total = 0
        var lines = zip(bounds.map(number) + ["+Inf"], histogram.counts).map { bound, count in
            total += count
            return "\(name)_bucket{\(labels)\(comma)le=\"\(bound)\"} \(total)"
        }
        let suffix = labels.isEmpty ? "" : "{\(labels)}"
        lines += ["\(name)_sum\(suffix) \(number(histogram.sum))", "\(name)_count\(suffix) \(total)"]
        return lines
    }

    /// Linux only; elsewhere they are left out.
    private func processGauges() -> [(name: String, help: String, value: Double)] {
        var gauges = [("process_start_time_seconds", "When the server was started, in Unix time.", start.timeIntervalSince1970)]
        if let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ").dropFirst().first,
            let count = Double(pages)
        {
            gauges.append(("process_resident_memory_bytes", "Memory in use.", count * Double(sysconf(Int32(_SC_PAGESIZE)))))
        }
        if let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            gauges.append(("process_open_fds", "Open file descriptors.", Double(descriptors.count)))
        }
        return gauges
    }

    private static func text(_ labels: [(String, String)], braces: Bool = true) -> String {
        guard !labels.isEmpty else { return "" }
        let text = labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
        return braces ? "{\(text)}" : text
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
}
