import ArgumentParser
import UndertoneCorpora

struct CorpusListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the corpora that Undertone reads, where they lie, and the protocols it carries.")

    @OptionGroup var corpus: CorpusOptions

    func run() throws {
        let locator = try corpus.locator()
        var corpora = TextTable(["CORPUS", "FOLDER", "WHAT IT IS"])
        for reader in Corpus.readers {
            corpora.add([reader.name, (try? locator.place(of: reader.name)) ?? "-", reader.title])
        }
        for name in locator.names where Corpus.reader(named: name) == nil {
            corpora.add([name, (try? locator.place(of: name)) ?? "-", "one of your own"])
        }
        try corpora.write()
        try StandardOutput.line(
            "\nAny other name is a corpus of your own: a folder per label, or a manifest (CSV, TSV or JSON lines).\n")
        var protocols = TextTable(["PROTOCOL", "CORPORA", "SPEAKERS"])
        for carried in EvaluationProtocol.carried {
            protocols.add([
                carried.name, carried.corpora.isEmpty ? "any" : carried.corpora.joined(separator: " "),
                carried.division.isSpeakerIndependent ? "independent" : "shared",
            ])
        }
        for (name, speakers) in [
            ("leave-one-speaker-out", "independent"), ("speakers-5fold", "independent"), ("random-80-10-10", "shared"),
            ("random-5fold", "shared"),
        ] {
            protocols.add([name, "any", speakers])
        }
        try protocols.write()
    }
}
