import Synchronization

/// A bucket of tokens for each client: so many requests a second in the long run, twice as many at once.
///
/// Clients whose buckets are full are forgotten, so memory follows those of the last seconds; past `mostClients` newcomers share one bucket.
final class RateLimiter: Sendable {
    private let rate: Double
    private let burst: Double
    private let buckets = Mutex<[String: Bucket]>([:])

    private struct Bucket {
        var tokens: Double
        var time: ContinuousClock.Instant
    }

    static let mostClients = 10_000

    /// - Parameter rate: requests a second; 0 for no limit.
    init(rate: Int) {
        self.rate = Double(rate)
        burst = 2 * Double(rate)
    }

    /// Nil when the request may be done; else after how many seconds the next one may.
    func delay(for client: String, at now: ContinuousClock.Instant = .now) -> Int? {
        guard rate > 0 else { return nil }
        return buckets.withLock { buckets in
            if buckets.count >= Self.mostClients { buckets = buckets.filter { refilled($0.value, now) < burst } }
            let key = buckets[client] != nil || buckets.count < Self.mostClients ? client : ""
            var bucket = buckets[key] ?? Bucket(tokens: burst, time: now)
            bucket.tokens = refilled(bucket, now)
            bucket.time = now
            let isAllowed = bucket.tokens >= 1
            if isAllowed { bucket.tokens -= 1 }
            buckets[key] = bucket
            return isAllowed ? nil : max(1, Int(((1 - bucket.tokens) / rate).rounded(.up)))
        }
    }

    private func refilled(_ bucket: Bucket, _ now: ContinuousClock.Instant) -> Double {
        min(burst, bucket.tokens + rate * ((now - bucket.time) / .seconds(1)))
    }
}
