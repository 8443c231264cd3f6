import ArgumentParser
import UndertoneLearning

/// What a person has to say about a model, for its card; data and figures get there by themselves.
struct ModelCardOptions: ParsableArguments {
    @Option(help: "The model card's title; the bundle's name when left out.")
    var title: String?

    @Option(help: "The model card's first paragraph.")
    var summary: String = ""

    @Option(help: "The licence of the weights, for the model card.")
    var licence: String?

    @Option(
        name: .customLong("known-failure"),
        help: ArgumentHelp("A failure to warn of in the model card. May be given several times.", valueName: "sentence"))
    var knownFailures: [String] = []

    func card(name: String) -> ModelCard {
        ModelCard(
            title: title ?? name, summary: summary, licence: licence,
            knownFailures: knownFailures + ModelCard.usualFailures)
    }
}
