import TestSupport
import Testing

@Suite struct HelpTests {
    static let commands = [
        "", "predict", "listen", "serve", "features", "plot", "augment", "train", "evaluate", "corpus", "corpus list", "corpus check",
        "corpus stats", "corpus split", "model", "model list", "model info",
    ]

    @Test(arguments: commands)
    func `every command explains itself within 80 columns`(command: String) throws {
        let outcome = try Tool.run(command.split(separator: " ").map(String.init) + ["--help"])
        #expect(outcome.status == 0)
        #expect(outcome.output.hasPrefix("OVERVIEW: "))
        #expect(outcome.output.contains("USAGE: undertone"))
        // The parser does not wrap the line that lists the options.
        for line in outcome.output.split(separator: "\n") where !line.hasPrefix("USAGE: ") {
            #expect(line.count <= 80, "\(line)")
        }
    }

    @Test func `the version is one line`() throws {
        #expect(try Tool.run(["--version"]).output == "0.1.0\n")
    }
}
