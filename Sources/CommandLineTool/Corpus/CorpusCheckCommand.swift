import ArgumentParser
import Foundation
import UndertoneCorpora

struct CorpusCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Decode every recording and say what is wrong: unreadable, empty, silent, clipped, duplicate, missing.",
        discussion: """
            Exits with status 1 when anything is found.

            EXAMPLES
              undertone corpus check --corpus ravdess=DIR
              undertone corpus check --corpus mine=manifest.csv --format json
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table, json
    }

    @OptionGroup var corpus: CorpusOptions

    @Option(help: "Sentences, or one JSON object a finding.")
    var format: Format = .table

    @Flag(help: "Also say which files are no recordings of the corpus, and why.")
    var notes = false

    func run() async throws {
        var found = 0
        for corpus in try corpus.corpora() {
            let bar = ProgressBar("Checking \(corpus.name)", total: corpus.utterances.count)
            let result = try await CorpusCheck().run(corpus) { bar.update($0) }
            bar.finish()
            found += result.findings.count
            switch format {
            case .table: try writeTable(corpus, result)
            case .json: try writeJSON(corpus, result)
            }
        }
        if found > 0 { throw ExitCode(1) }
    }

    private func writeTable(_ corpus: Corpus, _ result: CorpusCheckResult) throws {
        let counts = result.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        try StandardOutput.line("\(corpus.name): \(corpus.utterances.count) recordings, \(counts.isEmpty ? "all sound" : counts)")
        for finding in result.findings { try StandardOutput.line("  \(finding.kind.name): \(finding)") }
        if notes {
            for note in corpus.notes { try StandardOutput.line("  note: \(note)") }
        } else if !corpus.notes.isEmpty {
            try StandardOutput.line("  files passed over or oddly named: \(corpus.notes.count); --notes lists them")
        }
    }

    private func writeJSON(_ corpus: Corpus, _ result: CorpusCheckResult) throws {
        struct Finding: Encodable {
            let corpus: String
            let kind: String
            let paths: [String]
            let sentence: String
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for finding in result.findings {
            let row = Finding(
                corpus: corpus.name, kind: finding.kind.name, paths: finding.paths, sentence: finding.description)
            try StandardOutput.line(String(decoding: try encoder.encode(row), as: UTF8.self))
        }
    }
}
