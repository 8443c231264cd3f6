import ArgumentParser
import UndertoneAffect
import UndertoneCorpora

struct CorpusSplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Write which utterance a protocol puts into which part of which fold, as CSV.",
        discussion: """
            EXAMPLES
              undertone corpus split --corpus emodb=DIR --protocol emodb-leave-one-speaker-out
              undertone corpus split --corpus mine=DIR --protocol speakers-5fold --seed 7 > folds.csv
            """)

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var evaluationProtocol: ProtocolOptions

    func run() throws {
        let resolved = try evaluationProtocol.resolve(corpus)
        for note in resolved.notes { StandardError.write("\(note)\n") }
        try StandardOutput.line("fold,part,path,corpus,speaker,label")
        for (number, fold) in resolved.folds.enumerated() {
            for (part, indices) in fold.parts {
                for index in indices {
                    let utterance = resolved.utterances[index]
                    let cells = [
                        "\(number + 1)", part.rawValue, utterance.path, utterance.corpus, utterance.speaker,
                        utterance.label.rawValue,
                    ]
                    try StandardOutput.line(cells.map(CSV.quoted).joined(separator: ","))
                }
            }
        }
    }
}
