import UndertoneCorpora
public import UndertoneEvaluation
import UndertoneFeatures

extension ProtocolEvaluation {
    /// Which descriptors, and which families of them, carried the decisions of an evaluation.
    ///
    /// Each fold's own model predicts its test part with the columns of one descriptor shuffled; see ``PermutationImportance``.
    /// Descriptors are told from the columns' names (``ColumnDescriptor``). Columns that the model does not look at cost nothing
    /// and lose nothing. Cost: (descriptors + families) × repeats times predicting all test parts; with a radial support
    /// vector machine about a seventh of that (``RadialShuffling``).
    ///
    /// - Parameters:
    ///   - outcome: what was made of the same `subject`.
    ///   - progress: called with how many of ``importanceStepCount(_:)`` steps are done.
    /// - Throws: ``LearningError``, such as `framesGiven`: frames cannot be shuffled among utterances; `CancellationError`.
    public static func importance(
        of outcome: Outcome, on subject: Subject, repeats: Int = 5,
        progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil
    ) async throws -> ImportanceReport {
        _ = try subject.data.utterances.utterances(at: []).rows()
        let groups = ColumnGroup.all(in: subject.data.utterances.names)
        let tests = try zip(outcome.models, subject.folds).map { model, fold in
            try TestPart(model: model, data: subject.data.rows(at: fold.test), groups: groups)
        }
        let seed = outcome.report.seed
        let importance = PermutationImportance(repeats: repeats, bootstrap: SpeakerBootstrap(seed: seed))
        let losses = try await importance.losses(
            groupCount: groups.count, parts: tests.map(\.part), classCount: subject.data.labels.count, progress: progress
        ) { try tests[$0.part].predictions(group: $0.group, order: $0.order) }
        let rows = zip(groups, losses).map { group, loss in
            (group, ImportanceReport.Row(
                name: group.name, family: group.family.rawValue, columns: group.columns.count, loss: loss))
        }
        return ImportanceReport(
            repeats: repeats, seed: seed, families: rows.filter(\.0.isFamily).map(\.1),
            descriptors: rows.filter { !$0.0.isFamily }.map(\.1))
    }

    /// How many steps `importance` takes, for a progress bar.
    public static func importanceStepCount(_ subject: Subject) -> Int {
        ColumnGroup.all(in: subject.data.utterances.names).count * subject.folds.count
    }
}

/// Columns that are shuffled together.
private struct ColumnGroup: Sendable {
    let name: String
    let family: DescriptorFamily
    let isFamily: Bool
    var columns: [String]

    /// The descriptors in the order of their columns, then the families.
    static func all(in names: [String]) -> [ColumnGroup] {
        var groups: [ColumnGroup] = []
        var places: [String: Int] = [:]
        func add(_ column: String, to name: String, _ family: DescriptorFamily, isFamily: Bool) {
            let key = "\(isFamily) \(name)"
            if let place = places[key] {
                groups[place].columns.append(column)
            } else {
                places[key] = groups.count
                groups.append(ColumnGroup(name: name, family: family, isFamily: isFamily, columns: [column]))
            }
        }
        let descriptors = names.map { ($0, ColumnDescriptor(ofColumn: $0)) }
        for (column, descriptor) in descriptors { add(column, to: descriptor.name, descriptor.family, isFamily: false) }
        for (column, descriptor) in descriptors {
            add(column, to: descriptor.family.rawValue, descriptor.family, isFamily: true)
        }
        return groups
    }
}

/// A fold's test rows as its classifier takes them.
private struct TestPart: Sendable {
    let part: PermutationImportance.Part
    private let scoring: any ShuffledScoring
    /// The classifier's columns of each group.
    private let columns: [[Int]]

    init(model: TrainedModel, data: LabelledFeatures, groups: [ColumnGroup]) throws {
        let features = try model.prepared(data.utterances).rows()
        scoring = try model.classifier.shuffledScoring(features)
        columns = groups.map { group in
            let names = Set(group.columns)
            return features.names.indices.filter { names.contains(features.names[$0]) }
        }
        part = PermutationImportance.Part(
            truth: data.classes, predicted: try model.classifier.scores(features).predictions, speakers: data.speakers)
    }

    func predictions(group: Int, order: [Int]) throws -> [Int] {
        let columns = columns[group]
        return columns.isEmpty ? part.predicted : try scoring.predictions(columns: columns, order: order)
    }
}
