import ArgumentParser

struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Look at models.",
        subcommands: [ModelListCommand.self, ModelInfoCommand.self])
}
