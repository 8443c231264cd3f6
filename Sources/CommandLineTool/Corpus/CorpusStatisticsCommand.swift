import ArgumentParser
import UndertoneCorpora

struct CorpusStatisticsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count utterances and minutes for each label, speaker and sex.")

    @OptionGroup var corpus: CorpusOptions

    func run() async throws {
        for (index, corpus) in try corpus.corpora().enumerated() {
            let bar = ProgressBar("Measuring \(corpus.name)", total: corpus.utterances.count)
            let durations = try await CorpusStatistics.durations(of: corpus.utterances) { bar.update($0) }
            bar.finish()
            let statistics = CorpusStatistics(corpus.utterances, durations: durations)
            try StandardOutput.line("\(index == 0 ? "" : "\n")\(corpus.name)\n\(statistics.table)")
            if statistics.unknownDurations > 0 {
                try StandardOutput.line("\(statistics.unknownDurations) recordings could not be read and count for no minutes")
            }
        }
    }
}
