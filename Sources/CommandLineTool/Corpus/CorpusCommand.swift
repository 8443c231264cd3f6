import ArgumentParser

struct CorpusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpus",
        abstract: "Look into corpora of labelled speech.",
        subcommands: [
            CorpusListCommand.self, CorpusCheckCommand.self, CorpusStatisticsCommand.self, CorpusSplitCommand.self,
        ])
}
