import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Receives a recording into a ``TemporaryRecording``: the raw body, or the first file of a multipart form.
struct UploadReceiver: Sendable {
    let limit: Int

    struct Upload: Sendable {
        let recording: TemporaryRecording
        /// What the client calls it; nil when it says nothing.
        let name: String?
    }

    /// - Throws: `APIError` for a body that is too large, malformed, or without a recording.
    func receive(_ request: Request) async throws -> Upload {
        let type = request.headers[.contentType] ?? ""
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge }
        let isForm = type.lowercased().hasPrefix("multipart/form-data")
        var parser = isForm ? try MultipartParser(contentType: type) : nil
        let recording = try TemporaryRecording()
        var count = 0
        for try await buffer in request.body {
            count += buffer.readableBytes
            guard count <= limit else { throw tooLarge }
            if parser == nil {
                try recording.append(buffer.readableBytesView)
            } else if let file = try parser?.accept(buffer.readableBytesView), !file.isEmpty {
                try recording.append(ByteBuffer(bytes: file).readableBytesView)
            }
        }
        if let parser {
            guard parser.hasFile else {
                throw APIError(.badRequest, "The form has no part with a file name, or the part is not whole.")
            }
            return Upload(recording: recording, name: parser.fileName)
        }
        guard count > 0 else { throw APIError(.badRequest, "The body is empty; send the bytes of a recording.") }
        return Upload(recording: recording, name: nil)
    }

    private var tooLarge: APIError {
        APIError(.bodyTooLarge, "The body is larger than the \(limit >> 20) MB that this server takes.")
    }
}
