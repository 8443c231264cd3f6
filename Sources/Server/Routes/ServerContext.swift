import Hummingbird
import NIOCore

/// What is known of a request besides itself.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The client's address, without its port: what the rate is limited by, and nothing else. Never logged.
    var client: String { channel.remoteAddress?.ipAddress ?? "" }
}
