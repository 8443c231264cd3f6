import Foundation
import Hummingbird
import NIOCore
import UndertoneAudio
import UndertoneFeatures

/// `POST /v1/features`: a recording in, named columns and rows of numbers out.
struct FeaturesRoute: Sendable {
    let uploads: UploadWork
    let limits: ServerLimits

    @Sendable func respond(_ request: Request, _ context: ServerContext) async throws -> Response {
        let set = try request.parameter("set") ?? FeatureSet.core.rawValue
        let level = try request.choice("level", default: FeatureLevel.frames)
        var recipe = try FeatureRecipe(named: set)
        recipe.segmentation = .whole
        if level == .frames, set.contains(",") {
            throw APIError(.badRequest, "Frames are those of one set; for several, ask for level=functionals.")
        }
        if level == .functionals, recipe.level == .frames {
            throw APIError(.badRequest, "The set \(set) gives frames; ask for level=frames.")
        }
        let extractor = try FeatureExtractor(recipe)
        let options = DecodingOptions(
            sampleRate: recipe.sampleRate, maximumDuration: level == .frames ? limits.framesDuration : limits.duration, ffmpeg: nil)
        let table = try await uploads.run(request, context) { upload in
            var table = Table(columns: level == .frames ? extractor.frameNames : extractor.functionalNames)
            let reader = try upload.recording.reader(name: upload.name ?? "upload", options: options)
            try CorpusExtraction(extractor).forEachRow(of: reader, level: level) { table.append($0) }
            return table
        }
        return .bytes(table.finished.readableBytesView, type: "application/json; charset=utf-8")
    }

    /// `{"columns":["start","end",…],"rows":[[…],…]}`, written row by row; what is no number is null.
    private struct Table: Sendable {
        private var buffer = ByteBuffer()
        private var isEmpty = true

        init(columns: [String]) {
            // Columns are names, which always encode.
            let names = (try? ServerJSON.encode(["start", "end"] + columns)) ?? Data("[]".utf8)
            buffer.writeString("{\"columns\":")
            buffer.writeBytes(names)
            buffer.writeString(",\"rows\":[")
        }

        mutating func append(_ row: SegmentFeatures) {
            let values = row.values.map { $0.isFinite ? "\($0)" : "null" }.joined(separator: ",")
            buffer.writeString("\(isEmpty ? "" : ",")[\(row.start),\(row.end)\(values.isEmpty ? "" : ",")\(values)]")
            isEmpty = false
        }

        var finished: ByteBuffer {
            var result = buffer
            result.writeString("]}")
            return result
        }
    }
}
