import Synchronization
import UndertoneAffect
import UndertoneLearning

/// Judges together what several streams ask at about the same time: a net reads its weights once for a few rows.
///
/// Nobody waits for others to ask. Questions gather while the processor is busy with what was there before them, so that a server with
/// little to do answers each by itself, and one with much to do answers more of them in the same time.
final class SharedJudge: Sendable {
    private let model: TrainedModel
    private let waiting = Mutex<[Request]>([])
    /// See ``meet()``.
    private let meetings = Atomic(0)

    private struct Request {
        let features: [[Float]]
        let continuation: CheckedContinuation<[Probabilities], any Error>
    }

    init(_ model: TrainedModel) {
        self.model = model
    }

    /// - Parameter features: of segments, as the model's extractor gives them.
    /// - Returns: an answer to each, in order: what the model says of it alone.
    /// - Throws: `LearningError`, whatever others ask.
    func probabilities(of features: [[Float]]) async throws -> [Probabilities] {
        guard !features.isEmpty else { return [] }
        meet()
        let answers = try await withCheckedThrowingContinuation { continuation in
            let isFirst = waiting.withLock { waiting in
                waiting.append(Request(features: features, continuation: continuation))
                return waiting.count == 1
            }
            // Behind all that can run now, some of which may ask too.
            if isFirst { Task { answer() } }
        }
        meet()
        return answers
    }

    /// What a thread has written before it comes here, those see that come after it. So it is without: the lock and the continuation see to
    /// that, but in Swift's runtime, where ThreadSanitizer does not look.
    private func meet() { meetings.wrappingAdd(1, ordering: .acquiringAndReleasing) }

    private func answer() {
        let requests = waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
        meet()
        let answers = answers(to: requests)
        meet()
        for (request, answer) in zip(requests, answers) { request.continuation.resume(with: answer) }
    }

    /// Together; where that fails one by one, so that whoever asked what cannot be answered is told so alone.
    private func answers(to requests: [Request]) -> [Result<[Probabilities], any Error>] {
        guard let all = try? model.probabilities(ofSegments: requests.flatMap(\.features)) else {
            return requests.map { request in Result { try model.probabilities(ofSegments: request.features) } }
        }
        var rest = all[...]
        return requests.map { request in
            defer { rest = rest.dropFirst(request.features.count) }
            return .success(Array(rest.prefix(request.features.count)))
        }
    }
}
