import ArgumentParser

@main
struct UndertoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undertone",
        abstract: "Hear the emotion under the words.",
        discussion: """
            Undertone says which emotion a voice expresses, how sure it is, and when it changes. It measures voices, and \
            it trains and honestly evaluates the models that do so.

            EXAMPLES
              undertone predict call.wav                   which emotion?
              undertone predict recordings/ --format json  a folder, as JSON lines
              undertone listen                             the microphone, live
              undertone serve                              a server and a page for the browser
              undertone features call.wav --set mfcc       what the voice measures
              undertone plot call.wav -o call.png          what it looks like
              undertone augment call.wav --with reverb,noise:10 -o out.wav
                                                           what it would be elsewhere
              undertone corpus check --corpus emodb=DIR    is this corpus sound?

            Answers are about expressed emotion: what a listener would hear, never what a person feels.
            """,
        version: toolVersion,
        subcommands: [
            PredictCommand.self, ListenCommand.self, ServeCommand.self, FeaturesCommand.self, PlotCommand.self, AugmentCommand.self,
            TrainCommand.self, EvaluateCommand.self, CorpusCommand.self, ModelCommand.self,
        ])

    static func main() async {
        await Interruption.cancelOnInterrupt {
            do {
                var command = try parseAsRoot()
                if var asynchronous = command as? any AsyncParsableCommand {
                    try await asynchronous.run()
                } else {
                    try command.run()
                }
            } catch is CancellationError {
                StandardError.write("undertone: interrupted\n")
                return 130
            } catch let failure as Failure {
                StandardError.write("undertone: \(failure.sentence)\n")
                return 1
            } catch {
                let code = exitCode(for: error)
                let message = fullMessage(for: error)
                if !message.isEmpty {
                    if code == .success { print(message) } else { StandardError.write(message + "\n") }
                }
                return code.rawValue
            }
            return 0
        }
    }
}
