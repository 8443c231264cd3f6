/// How much a server takes on; what goes beyond is refused with a sentence, never half done.
public struct ServerLimits: Hashable, Sendable {
    /// Of an upload, in bytes.
    public var bodySize = 64 << 20
    /// Of one WebSocket message, in bytes.
    public var messageSize = 1 << 20
    /// Of an uploaded recording, in seconds.
    public var duration = 3600.0
    /// Of a stream, in seconds of sound.
    public var streamDuration = 4 * 3600.0
    /// Of a recording whose frames are asked for, in seconds: they are many numbers.
    public var framesDuration = 600.0
    /// Streams at a time.
    public var streams = 400
    /// Uploads at a time: received, waiting or in work.
    public var uploads = 64
    /// Requests a second a client, with bursts of twice as many; 0 for no limit.
    public var requestRate = 100
    /// Connections at a time.
    public var connections = 2048
    /// In seconds, for a request's head, the next request, and a stream's first message.
    public var headTimeout = 15.0
    /// In seconds in which at least `slowestBody` bytes of a body must come; and in which a client must take what is sent to it.
    public var progressTimeout = 15.0
    /// In bytes.
    public var slowestBody = 4096
    /// In seconds without any sign of life, pongs included, after which a stream is given up.
    public var streamTimeout = 60.0
    /// In seconds, for what has been accepted when the server is asked to stop.
    public var drainTimeout = 30.0

    public init() {}

    public static let `default` = ServerLimits()

    func validate() throws(ServerError) {
        guard (1...(1 << 40)).contains(bodySize) else { throw .outOfBounds("body-limit", 1...(1 << 20)) }
        guard (1...100_000).contains(streams) else { throw .outOfBounds("streams", 1...100_000) }
        guard (1...100_000).contains(uploads) else { throw .outOfBounds("uploads", 1...100_000) }
        guard (0...1_000_000).contains(requestRate) else { throw .outOfBounds("rate", 0...1_000_000) }
        guard duration >= 1, duration <= 864_000 else { throw .outOfBounds("longest", 1...864_000) }
    }
}
