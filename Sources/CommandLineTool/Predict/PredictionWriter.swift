import Undertone
import UndertoneAffect

/// Writes predictions to standard output, each as soon as it is there.
struct PredictionWriter {
    let format: PredictCommand.Format
    let timeline: Bool
    let explain: Bool
    let labels: LabelSet
    private let table: PredictionTable

    init(
        format: PredictCommand.Format, timeline: Bool, explain: Bool, labels: LabelSet, recordings: [String]
    ) {
        self.format = format
        self.timeline = timeline
        self.explain = explain
        self.labels = labels
        table = PredictionTable(recordings: recordings)
    }

    func writeHeader() throws {
        switch format {
        case .csv: try StandardOutput.line(PredictionCSV.header(labels: labels, explain: explain))
        case .table: try StandardOutput.line(table.header)
        case .json, .srt: break
        }
    }

    func write(_ prediction: Prediction) throws {
        switch format {
        case .json: try StandardOutput.line(PredictionJSON.line(prediction))
        case .csv: try PredictionCSV.rows(prediction, timeline: timeline, labels: labels).forEach(StandardOutput.line)
        case .srt: try StandardOutput.write(PredictionSubtitles.text(prediction))
        case .table: try table.lines(prediction, timeline: timeline).forEach(StandardOutput.line)
        }
    }
}
