import ArgumentParser

struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Look at models, and let them get used to recordings.",
        subcommands: [ModelListCommand.self, ModelInfoCommand.self, ModelAdaptCommand.self])
}
