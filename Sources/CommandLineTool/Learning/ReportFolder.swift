import Foundation
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneLearning
import UndertonePictures

/// A folder with what an evaluation found: for people, for programs, and prediction by prediction.
struct ReportFolder {
    private let folder: URL

    init(_ path: String) throws {
        folder = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw Failure("\(path): the folder cannot be made")
        }
    }

    func write(_ outcome: ProtocolEvaluation.Outcome) throws {
        try write(outcome.report.markdown, to: "report.md")
        try write(outcome.report.json() + "\n", to: "report.json")
        try write(outcome.predictions.csv(labels: outcome.report.labels), to: "predictions.csv")
        try writeLearningCurves(outcome.folds)
        if let importance = outcome.report.importance { try write(importance.csv, to: "importance.csv") }
    }

    func write(_ report: RobustnessReport) throws {
        try write(report.markdown, to: "battery.md")
        try write(report.json() + "\n", to: "battery.json")
    }

    /// Of nets: how the training of each fold went.
    private func writeLearningCurves(_ folds: [Trainer.Outcome]) throws {
        let curves = folds.enumerated().map { index, fold in
            LearningCurve(name: "fold \(index + 1)", losses: fold.epochs.map(\.loss), recalls: fold.epochs.map(\.uar))
        }
        guard curves.contains(where: { !$0.losses.isEmpty }) else { return }
        let rows = folds.enumerated().flatMap { index, fold in
            fold.epochs.enumerated().map { "\(index + 1),\($0 + 1),\($1.loss),\($1.uar.map { "\($0)" } ?? "")\n" }
        }
        try write("fold,epoch,loss,uar\n" + rows.joined(), to: "learning-curve.csv")
        do {
            let bytes = try LearningCurvePicture(curves).encoded(as: .svg, width: 900, height: 640)
            try write(String(decoding: bytes, as: UTF8.self), to: "learning-curve.svg")
        } catch let error as PictureError {
            throw Failure(error)
        }
    }

    private func write(_ text: String, to name: String) throws {
        do {
            let output = try OutputFile(url: folder.appendingPathComponent(name))
            try output.write(text)
            try output.commit()
        } catch {
            throw Failure(error)
        }
    }
}

extension EvaluationReport {
    /// One JSON object with the keys of the tool's contract.
    func json() throws -> String { try jsonText(self) }
}

extension RobustnessReport {
    /// One JSON object with the keys of the tool's contract.
    func json() throws -> String { try jsonText(self) }
}

private func jsonText(_ report: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(report), as: UTF8.self)
}
