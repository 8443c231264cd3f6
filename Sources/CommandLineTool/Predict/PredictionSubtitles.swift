import Foundation
import Undertone

/// SubRip subtitles: a numbered block a segment, to lay under a video.
enum PredictionSubtitles {
    static func text(_ prediction: Prediction) -> String {
        prediction.segments.enumerated().map { index, segment in
            """
            \(index + 1)
            \(time(segment.start)) --> \(time(segment.end))
            \(segment.emotion) \(Int((100 * segment.confidence).rounded())) %


            """
        }.joined()
    }

    private static func time(_ seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        return String(
            format: "%02d:%02d:%02d,%03d", milliseconds / 3_600_000, milliseconds / 60_000 % 60,
            milliseconds / 1000 % 60, milliseconds % 1000)
    }
}
