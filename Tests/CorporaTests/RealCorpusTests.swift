import Foundation
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneCorpora

private let corporaFolder = ProcessInfo.processInfo.environment["UNDERTONE_CORPORA"]

/// These need the real corpora, which may not be part of the project: they run when UNDERTONE_CORPORA names the folder
/// that holds them, and are reported as skipped when it does not.
@Suite(.enabled(if: corporaFolder != nil, "UNDERTONE_CORPORA does not name a folder of corpora"))
struct RealCorpusTests {
    private func corpus(_ name: String) throws -> Corpus {
        try CorpusLocator(arguments: [], root: corporaFolder).corpus(named: name)
    }

    static let counts: [(name: String, female: Int, male: Int, speakers: Int, labels: [Emotion: Int])] = [
        ("ravdess", 720, 720, 24, [
            .neutral: 96, .calm: 192, .happiness: 192, .sadness: 192, .anger: 192, .fear: 192, .disgust: 192, .surprise: 192,
        ]),
        // 43 of 91 speakers are women, and nearly everybody has 82 clips.
        ("crema-d", 3512, 3930, 91, [
            .neutral: 1087, .anger: 1271, .disgust: 1271, .fear: 1271, .happiness: 1271, .sadness: 1271,
        ]),
        ("tess", 2800, 0, 2, [
            .neutral: 400, .anger: 400, .disgust: 400, .fear: 400, .happiness: 400, .sadness: 400, .surprise: 400,
        ]),
        ("savee", 0, 480, 4, [
            .neutral: 120, .anger: 60, .disgust: 60, .fear: 60, .happiness: 60, .sadness: 60, .surprise: 60,
        ]),
        ("emodb", 302, 233, 10, [
            .anger: 127, .boredom: 81, .neutral: 79, .happiness: 71, .fear: 69, .sadness: 62, .disgust: 46,
        ]),
    ]

    @Test(arguments: counts)
    func `a real corpus has its labels and speakers`(
        _ name: String, _ female: Int, _ male: Int, _ speakers: Int, _ labels: [Emotion: Int]
    ) throws {
        let corpus = try corpus(name)
        #expect(corpus.notes.isEmpty)
        #expect(Dictionary(grouping: corpus.utterances, by: \.label).mapValues(\.count) == labels)
        #expect(Set(corpus.utterances.map(\.speaker)).count == speakers)
        #expect(corpus.utterances.count { $0.sex == .female } == female)
        #expect(corpus.utterances.count { $0.sex == .male } == male)
    }

    @Test(arguments: [
        ("ravdess-actors-6fold", 6, 1440, 8), ("ravdess-actors-5fold", 5, 1440, 8),
        ("emodb-leave-one-speaker-out", 10, 535, 7), ("savee-leave-one-speaker-out", 4, 480, 7),
        ("crema-d-speakers-63-9-19", 1, 7441, 6), ("pool-seven/random", 1, 12162, 7), ("pool-seven/speakers", 1, 12162, 7),
    ])
    func `a published protocol fits its real corpora and passes the guard`(
        _ name: String, _ folds: Int, _ utterances: Int, _ labels: Int
    ) throws {
        let one = try EvaluationProtocol(named: name)
        let resolved = try one.resolve(try one.corpora.map(corpus))
        #expect(resolved.folds.count == folds)
        #expect(resolved.utterances.count == utterances)
        #expect(resolved.labels.count == labels)
    }

    @Test func `CREMA-D's published split has its 63, 9 and 19 speakers and leaves the silent file out`() throws {
        let resolved = try EvaluationProtocol(named: "crema-d-speakers-63-9-19").resolve([try corpus("crema-d")])
        let speakers = resolved.folds[0].parts.map { part in
            Set(part.indices.map { resolved.utterances[$0].speaker }).count
        }
        #expect(speakers == [63, 9, 19])
        #expect(resolved.dropped == [.excluded: 1])
    }

    @Test func `the pool by speakers tests 25 people, trains on TESS, and calls calm neutral`() throws {
        let one = try EvaluationProtocol(named: "pool-seven/speakers")
        let resolved = try one.resolve(try one.corpora.map(corpus))
        #expect(Set(resolved.folds[0].test.map { resolved.utterances[$0].qualifiedSpeaker }).count == 25)
        #expect(!resolved.folds[0].test.contains { resolved.utterances[$0].corpus == "tess" })
        #expect(resolved.notes == ["ravdess's calm counts as neutral: 192 utterances."])
    }

    @Test func `the check finds RAVDESS' identical pair, which no split by speakers parts`() async throws {
        let ravdess = try corpus("ravdess")
        let result = try await CorpusCheck().run(ravdess)
        #expect(result.findings.map(\.kind.name) == ["duplicate"])
        #expect(result.findings.first?.paths.map { ($0 as NSString).lastPathComponent.prefix(20) } == [
            "03-01-03-01-02-01-07", "03-01-03-01-02-02-07",
        ])
        let resolved = try EvaluationProtocol(named: "ravdess-actors-6fold").resolve([ravdess])
        try resolved.check(contents: result.recordings.map { $0?.content })
    }

    @Test func `the check finds CREMA-D's silence and its three pairs under different labels`() async throws {
        let result = try await CorpusCheck().run(try corpus("crema-d"))
        let silent = result.findings.filter { $0.kind.name == "silent" }
        #expect(silent.map { ($0.paths[0] as NSString).lastPathComponent.prefix(15) } == ["1076_MTI_SAD_XX"])
        let pairs = result.findings.filter { $0.kind.name == "contradictory-duplicate" }
            .map { $0.paths.map { String(($0 as NSString).lastPathComponent.prefix(12)) } }
        #expect(pairs == [
            ["1006_TIE_HAP", "1006_TIE_NEU"], ["1013_WSI_DIS", "1013_WSI_SAD"], ["1017_IWW_ANG", "1017_IWW_FEA"],
        ])
        #expect(result.counts["unreadable"] == nil)
    }

    @Test func `the check finds a third of SAVEE clipped`() async throws {
        let result = try await CorpusCheck().run(try corpus("savee"))
        // 160 were clipped as recorded; lossy coding has rounded a few of the flat tops away.
        #expect((150...165).contains(result.counts["clipped"] ?? 0))
    }
}
