import Hummingbird

/// The way of every upload: let in, received, worked on by the pool, let out.
struct UploadWork: Sendable {
    let gate: AdmissionGate
    let receiver: UploadReceiver
    let pool: ComputePool

    /// - Throws: `APIError`, what `work` throws, `CancellationError` when the client is gone.
    func run<Result: Sendable>(
        _ request: Request, _ context: ServerContext,
        _ work: @escaping @Sendable (UploadReceiver.Upload) throws -> Result
    ) async throws -> Result {
        guard gate.enter() else {
            throw APIError(.tooBusy, "The server has as many recordings in work as it takes.", retryAfter: 1)
        }
        defer { gate.leave() }
        let upload = try await receiver.receive(request)
        let channel = context.channel
        return try await pool.run(while: { channel.isActive }) { try work(upload) }
    }
}
