import Foundation
import Undertone
import UndertoneAffect

/// Writes predictions to standard output, each as soon as it is there.
struct PredictionWriter {
    let format: PredictCommand.Format
    let timeline: Bool
    let labels: LabelSet
    private let table: PredictionTable

    init(format: PredictCommand.Format, timeline: Bool, labels: LabelSet, recordings: [String]) {
        self.format = format
        self.timeline = timeline
        self.labels = labels
        table = PredictionTable(recordings: recordings)
    }

    func writeHeader() {
        switch format {
        case .csv: print(PredictionCSV.header(labels: labels))
        case .table: print(table.header)
        case .json, .srt: break
        }
    }

    func write(_ prediction: Prediction) {
        switch format {
        case .json: print(PredictionJSON.line(prediction))
        case .csv: PredictionCSV.rows(prediction, timeline: timeline, labels: labels).forEach { print($0) }
        case .srt: print(PredictionSubtitles.text(prediction), terminator: "")
        case .table: table.lines(prediction, timeline: timeline).forEach { print($0) }
        }
        // Whoever reads from a pipe gets each answer when it is known.
        fflush(nil)
    }
}
