import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Undertone
import UndertoneAudio

/// `POST /v1/recognize`: a recording in, its ``Prediction`` out.
struct RecognizeRoute: Sendable {
    let models: ModelShelf
    let uploads: UploadWork
    let limits: ServerLimits
    let store: ResultStore?
    let metrics: ServerMetrics
    let logger: Logger

    @Sendable func respond(_ request: Request, _ context: ServerContext) async throws -> Response {
        let recognizer = try models.recognizer(named: request.parameter("model"))
        let explains = try request.flag("explain")
        let wantedName = try request.parameter("name")
        let options = DecodingOptions(sampleRate: recognizer.sampleRate, maximumDuration: limits.duration, ffmpeg: nil)
        let prediction = try await uploads.run(request, context) { upload in
            let name = wantedName ?? upload.name
            let reader = try upload.recording.reader(name: name ?? "upload", options: options)
            return try recognizer.recognize(reader, path: name, explaining: explains)
        }
        metrics.count(.audio, [("source", "upload")], by: prediction.duration)
        var response = try Response.json(prediction)
        if let store {
            response.headers[.undertoneResult] = await store.keep(prediction, source: .upload, metrics: metrics, logger: logger)
        }
        return response
    }
}

extension HTTPField.Name {
    /// The name of the row that a result is kept in.
    static let undertoneResult = HTTPField.Name("Undertone-Result") ?? .eTag
}
