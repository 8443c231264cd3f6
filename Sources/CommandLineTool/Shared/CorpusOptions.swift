import ArgumentParser
import Foundation
import UndertoneCorpora

/// `--corpus NAME=DIR`, or a name alone for one below the folder that `UNDERTONE_CORPORA` names.
struct CorpusOptions: ParsableArguments {
    @Option(
        name: .customLong("corpus"),
        help: ArgumentHelp(
            "A corpus and its folder (or manifest file); the folder may be left out for one below $UNDERTONE_CORPORA.",
            valueName: "name=dir"))
    var arguments: [String] = []

    init() {}

    init(arguments: [String]) {
        self.arguments = arguments
    }

    /// Where the corpora that were asked for lie.
    func locator() throws -> CorpusLocator {
        do {
            return try CorpusLocator(
                arguments: arguments, root: ProcessInfo.processInfo.environment["UNDERTONE_CORPORA"])
        } catch {
            throw ValidationError(String(describing: error))
        }
    }

    /// Reads what was asked for, or everything below `UNDERTONE_CORPORA` when nothing was.
    func corpora() throws -> [Corpus] {
        let locator = try locator()
        let names = locator.names.isEmpty ? locator.available() : locator.names
        guard !names.isEmpty else {
            throw ValidationError("Name a corpus with --corpus NAME=DIR, or set UNDERTONE_CORPORA to a folder that holds some.")
        }
        return try names.map { name in
            do { return try locator.corpus(named: name) } catch { throw Failure(error) }
        }
    }

    /// Reads what a protocol is about: the corpora that it names, or those that were asked for.
    func corpora(for evaluationProtocol: EvaluationProtocol) throws -> [Corpus] {
        let locator = try locator()
        guard locator.names.isEmpty, !evaluationProtocol.corpora.isEmpty else { return try corpora() }
        return try evaluationProtocol.corpora.map { name in
            do { return try locator.corpus(named: name) } catch { throw Failure(error) }
        }
    }
}

/// `--also-train NAME=DIR`: corpora that a model learns from beside those of the protocol.
struct FurtherCorpusOptions: ParsableArguments {
    @Option(
        name: .customLong("also-train"),
        help: ArgumentHelp(
            "Another corpus, as with --corpus, whose utterances join the training part of every fold, as far as the protocol tells "
                + "their labels apart. Nothing is chosen, calibrated or tested by them. May be given several times.",
            valueName: "name=dir"))
    var arguments: [String] = []

    /// Reads them; none where none were asked for.
    func corpora() throws -> [Corpus] {
        arguments.isEmpty ? [] : try CorpusOptions(arguments: arguments).corpora()
    }
}

/// `--protocol P` with its seed.
struct ProtocolOptions: ParsableArguments {
    @Option(
        name: .customLong("protocol"),
        help: ArgumentHelp(
            "How speakers are divided: a carried protocol, leave-one-speaker-out, speakers-5fold, random-80-10-10, "
                + "random-5fold, or a JSON file. See undertone corpus list.",
            valueName: "name"))
    var name: String

    @Option(help: "Seed of everything random; the same seed gives the same result.")
    var seed: UInt64 = 1

    init() {}

    init(name: String, seed: UInt64) {
        self.name = name
        self.seed = seed
    }

    func evaluationProtocol() throws -> EvaluationProtocol {
        do {
            guard name.hasSuffix(".json") else { return try EvaluationProtocol(named: name) }
            let data: Data
            do {
                data = try Data(contentsOf: URL(fileURLWithPath: name))
            } catch {
                throw Failure("\(name): cannot be read")
            }
            let protocols = try EvaluationProtocol.protocols(fromJSON: data, named: name)
            guard let only = protocols.first, protocols.count == 1 else {
                throw Failure("\(name): holds \(protocols.count) protocols, not one")
            }
            return only
        } catch let error as CorpusError {
            throw Failure(error)
        }
    }

    func resolve(_ options: CorpusOptions, alsoTraining further: FurtherCorpusOptions? = nil) throws -> ResolvedProtocol {
        let evaluationProtocol = try evaluationProtocol()
        let corpora = try options.corpora(for: evaluationProtocol)
        let joining = try further?.corpora() ?? []
        do {
            return try evaluationProtocol.resolve(corpora, alsoTraining: joining, seed: seed)
        } catch {
            throw Failure(error)
        }
    }
}
