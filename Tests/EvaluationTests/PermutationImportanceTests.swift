import Foundation
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneEvaluation

@Suite struct PermutationImportanceTests {
    /// Rows of two columns, of which a model that needs no fitting reads the first: its value is the class.
    private struct Toy: Sendable {
        let rows: [[Int]]
        let part: PermutationImportance.Part

        init(count: Int = 400, classCount: Int = 4, speakers: Int = 8, seed: UInt64 = 3) {
            var generator = SeededGenerator(seed: seed)
            let truth = (0..<count).map { $0 % classCount }
            rows = truth.map { [$0, Int.random(in: 0..<classCount, using: &generator)] }
            part = .init(truth: truth, predicted: truth, speakers: (0..<count).map { "s/\($0 / 4 % speakers)" })
        }

        /// Groups: the class alone, noise alone, and both together.
        func predict(_ shuffle: PermutationImportance.Shuffle) -> [Int] {
            let movesClass = shuffle.group != 1
            return shuffle.order.enumerated().map { row, source in rows[movesClass ? source : row][0] }
        }
    }

    @Test func `what carries the class loses recall when it is shuffled, and noise loses nothing`() async throws {
        let toy = Toy()
        let losses = try await PermutationImportance().losses(groupCount: 3, parts: [toy.part], classCount: 4) {
            toy.predict($0)
        }
        // Of four equally large classes a shuffled row hits its own one time in four.
        #expect(abs(losses[0].mean - 0.75) < 0.03)
        #expect(losses[1].mean == 0 && losses[1].deviation == 0)
        let interval = try #require(losses[0].ci95)
        #expect(interval.low < losses[0].mean && losses[0].mean < interval.high)
        #expect(interval.high - interval.low < 0.15)
        #expect(try #require(losses[1].ci95) == Interval(low: 0, high: 0))
    }

    @Test func `every group is shuffled by the same permutations, which move each row exactly once`() async throws {
        let toy = Toy(count: 40)
        let losses = try await PermutationImportance().losses(groupCount: 3, parts: [toy.part], classCount: 4) { shuffle in
            #expect(shuffle.order.sorted() == Array(0..<40))
            return toy.predict(shuffle)
        }
        #expect(losses[0] == losses[2])
    }

    @Test func `the same seed gives the same losses, and another seed others`() async throws {
        let toy = Toy(count: 60)
        func losses(seed: UInt64) async throws -> [PermutationImportance.Loss] {
            try await PermutationImportance(repeats: 3, bootstrap: SpeakerBootstrap(rounds: 200, seed: seed))
                .losses(groupCount: 2, parts: [toy.part, toy.part], classCount: 4) { toy.predict($0) }
        }
        #expect(try await losses(seed: 7) == losses(seed: 7))
        #expect(try await losses(seed: 7) != losses(seed: 8))
    }

    @Test func `rows move within their own part, and the parts are pooled`() async throws {
        // One class a part: shuffling within it moves nothing across classes.
        let parts = (0..<2).map { index in
            PermutationImportance.Part(
                truth: [index, index, index], predicted: [index, index, index], speakers: ["a", "b", "c"])
        }
        let losses = try await PermutationImportance().losses(groupCount: 1, parts: parts, classCount: 2) { shuffle in
            shuffle.order.map { _ in shuffle.part }
        }
        #expect(losses[0].mean == 0)
    }

    @Test func `one speaker gives no interval`() async throws {
        let part = PermutationImportance.Part(truth: [0, 1], predicted: [0, 1], speakers: ["a", "a"])
        let importance = PermutationImportance(repeats: 1)
        let losses = try await importance.losses(groupCount: 1, parts: [part], classCount: 2) { _ in [1, 0] }
        #expect(losses[0].mean == 1 && losses[0].deviation == 0 && losses[0].ci95 == nil)
    }

    @Test func `a cancelled task stops shuffling`() async {
        let toy = Toy()
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await PermutationImportance().losses(groupCount: 3, parts: [toy.part], classCount: 4) { toy.predict($0) }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}

@Suite struct ImportanceReportTests {
    private func row(_ name: String, _ family: String, _ lost: Double) async throws -> ImportanceReport.Row {
        // A loss is made by measuring one: the only row of its class, right as it is and wrong so often.
        let count = 100
        let wrong = Int(lost * 100)
        let part = PermutationImportance.Part(
            truth: Array(repeating: 0, count: count), predicted: Array(repeating: 0, count: count),
            speakers: Array(repeating: "a", count: count))
        let losses = try await PermutationImportance(repeats: 1).losses(groupCount: 1, parts: [part], classCount: 2) { _ in
            (0..<count).map { $0 < wrong ? 1 : 0 }
        }
        return ImportanceReport.Row(name: name, family: family, columns: 3, loss: losses[0])
    }

    private func report() async throws -> ImportanceReport {
        try await ImportanceReport(
            repeats: 1, seed: 1, families: [row("timbre", "timbre", 0.5), row("pitch", "pitch", 0.25)],
            descriptors: [row("mfcc_1", "timbre", 0.1), row("pitch", "pitch", 0.25), row("mfcc_0", "timbre", 0.1)])
    }

    @Test func `rows are sorted by their loss, and equal ones by name`() async throws {
        let report = try await report()
        #expect(report.families.map(\.name) == ["timbre", "pitch"])
        #expect(report.descriptors.map(\.name) == ["pitch", "mfcc_0", "mfcc_1"])
    }

    @Test func `the CSV has families first, and no interval where there is none`() async throws {
        let csv = try await report().csv
        #expect(
            csv == """
                level,name,family,columns,uar_lost,ci95_low,ci95_high,deviation
                family,timbre,timbre,3,0.500000,,,0.000000
                family,pitch,pitch,3,0.250000,,,0.000000
                descriptor,pitch,pitch,3,0.250000,,,0.000000
                descriptor,mfcc_0,timbre,3,0.100000,,,0.000000
                descriptor,mfcc_1,timbre,3,0.100000,,,0.000000

                """)
    }

    @Test func `the report of an evaluation shows it with bars, and its JSON has one key more`() async throws {
        let labels: LabelSet = [.anger, .neutral]
        let rows = ["a", "b"].map { speaker in
            PredictionRow(
                file: "\(speaker).wav", speaker: speaker, truth: .anger,
                probabilities: Probabilities(labels: labels, values: [0.8, 0.2]))
        }
        var report = EvaluationReport(
            rows: rows, labels: labels,
            context: .init(protocolName: "toy", isSpeakerIndependent: true, model: "svm"))
        #expect(!report.table.contains("carried"))
        let plain = try JSONEncoder().encode(report)
        #expect(!String(decoding: plain, as: UTF8.self).contains("importance"))
        report.importance = try await self.report()
        #expect(
            report.table.contains(
                """
                         family  columns  UAR lost                      
                timbre  (whole)        3     0.500  ████████████████████
                pitch   (whole)        3     0.250  ██████████··········
                pitch     pitch        3     0.250  ████████████████████
                mfcc_0   timbre        3     0.100  ████████············
                mfcc_1   timbre        3     0.100  ████████············
                Related descriptors stand in for each other, so losses do not add up.

                """))
        #expect(report.markdown.contains("## What carried the decision"))
        #expect(try JSONDecoder().decode(EvaluationReport.self, from: JSONEncoder().encode(report)) == report)
    }
}
