import Logging

/// What the requests of a server share.
struct ServerParts: Sendable {
    let models: ModelShelf
    let store: ResultStore?
    let logger: Logger
    let metrics = ServerMetrics()
    let limiter: RateLimiter
    let authentication: Authentication
    let uploads: UploadWork
    /// Streams under way.
    let streams: AdmissionGate
    let upgrade: StreamUpgrade
    let isStopping = StopFlag()

    init(_ options: ServerOptions, models: ModelShelf, logger: Logger) throws(ServerError) {
        self.models = models
        self.logger = logger
        store = if let store = options.store { try ResultStore(store) } else { nil }
        limiter = RateLimiter(rate: options.limits.requestRate)
        authentication = Authentication(token: options.token)
        uploads = UploadWork(
            gate: AdmissionGate(limit: options.limits.uploads), receiver: UploadReceiver(limit: options.limits.bodySize),
            pool: ComputePool())
        streams = AdmissionGate(limit: options.limits.streams)
        upgrade = StreamUpgrade(
            authentication: authentication, allowedOrigins: options.allowedOrigins, gate: streams, isStopping: isStopping)
    }

    /// What is true now.
    var gauges: [(name: String, help: String, value: Double)] {
        [
            ("undertone_streams", "Streams under way.", Double(streams.count)),
            ("undertone_uploads", "Uploads received, waiting or in work.", Double(uploads.gate.count)),
        ]
    }
}
