import Foundation
import UndertoneEvaluation
import UndertoneFeatures
import UndertoneLearning

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
        if let importance = outcome.report.importance { try write(importance.csv, to: "importance.csv") }
    }

    func write(_ report: RobustnessReport) throws {
        try write(report.markdown, to: "battery.md")
        try write(report.json() + "\n", to: "battery.json")
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
