import Foundation
import Undertone

/// SubRip subtitles: the smoothed emotions as numbered cues, to lay under a video.
///
/// A cue a stretch; a longer stretch becomes equal cues of at most eight seconds, so that who jumps into the middle of a video soon
/// sees one (players show a cue from its beginning only). Cues never overlap.
enum PredictionSubtitles {
    private static let longestCue = 8.0

    static func text(_ prediction: Prediction) -> String {
        var cues: [String] = []
        for stretch in prediction.timeline {
            let count = max(1, Int(min(1e6, ((stretch.end - stretch.start) / longestCue).rounded(.up))))
            let edges = (0...count).map { part in
                milliseconds(stretch.start + (stretch.end - stretch.start) * Double(part) / Double(count))
            }
            for (start, end) in zip(edges, edges.dropFirst()) where start < end {
                cues.append(
                    """
                    \(cues.count + 1)
                    \(time(start)) --> \(time(end))
                    \(stretch.emotion) \(Int((100 * stretch.confidence).rounded())) %


                    """)
            }
        }
        return cues.joined()
    }

    private static func milliseconds(_ seconds: Double) -> Int {
        Int((seconds * 1000).rounded())
    }

    private static func time(_ milliseconds: Int) -> String {
        String(
            format: "%02d:%02d:%02d,%03d", milliseconds / 3_600_000, milliseconds / 60_000 % 60,
            milliseconds / 1000 % 60, milliseconds % 1000)
    }
}
