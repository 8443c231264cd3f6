import UndertoneAffect

/// The form of the files in `Protocols`: `folds` where speakers are named, else `division`.
extension EvaluationProtocol: Codable {
    private enum Key: String, CodingKey {
        case name, corpus, labels, labelMapping, exclude, folds, division, source, published
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        let division: Division
        if container.contains(.folds) {
            division = .speakers(try container.decode([SpeakerFold].self, forKey: .folds))
        } else {
            division = try container.decode(DivisionRule.self, forKey: .division).division
        }
        self = try Self.decode(container, division: division, suffix: "")
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(name, forKey: .name)
        if !corpora.isEmpty { try container.encode(corpora, forKey: .corpus) }
        try container.encodeIfPresent(labels, forKey: .labels)
        if !labelMapping.isEmpty {
            let mapping = labelMapping.mapValues { changes in
                Dictionary(uniqueKeysWithValues: changes.map { ($0.key.rawValue, $0.value.target?.rawValue) })
            }
            try container.encode(mapping, forKey: .labelMapping)
        }
        if !exclude.isEmpty { try container.encode(exclude.sorted(), forKey: .exclude) }
        if case .speakers(let folds) = division {
            try container.encode(folds, forKey: .folds)
        } else {
            try container.encode(DivisionRule(division), forKey: .division)
        }
        try container.encodeIfPresent(source, forKey: .source)
        if !published.isEmpty { try container.encode(published, forKey: .published) }
    }

    private static func decode(
        _ container: KeyedDecodingContainer<Key>, division: Division, suffix: String
    ) throws -> EvaluationProtocol {
        let name = try container.decode(String.self, forKey: .name)
        let mapping = try container.decodeIfPresent([String: [String: String?]].self, forKey: .labelMapping) ?? [:]
        return EvaluationProtocol(
            name: name + suffix,
            corpora: try container.decodeIfPresent(OneOrMany.self, forKey: .corpus)?.names ?? [],
            labels: try container.decodeIfPresent(LabelSet.self, forKey: .labels),
            labelMapping: mapping.mapValues { changes in
                changes.reduce(into: [:]) { result, change in
                    result[Emotion(change.key)] = change.value.map { .become(Emotion($0)) } ?? .drop
                }
            },
            exclude: Set(try container.decodeIfPresent([String].self, forKey: .exclude) ?? []),
            division: division,
            source: try container.decodeIfPresent(String.self, forKey: .source),
            published: try container.decodeIfPresent([String: Figure].self, forKey: .published)?.mapValues(\.text) ?? [:])
    }

    /// The protocols in one file: one, or one for each of its `divisions`, then named `file/division`.
    struct File: Decodable {
        let protocols: [EvaluationProtocol]

        private enum FileKey: String, CodingKey { case divisions }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: FileKey.self)
            guard container.contains(.divisions) else {
                protocols = [try EvaluationProtocol(from: decoder)]
                return
            }
            let divisions = try container.decode([String: DivisionRule].self, forKey: .divisions)
            let common = try decoder.container(keyedBy: Key.self)
            protocols = try divisions.sorted { $0.key < $1.key }.map { name, rule in
                try EvaluationProtocol.decode(common, division: rule.division, suffix: "/" + name)
            }
        }
    }
}

extension EvaluationProtocol.LabelChange {
    fileprivate var target: Emotion? {
        if case .become(let emotion) = self { emotion } else { nil }
    }
}

/// A division as JSON: `{"folds": […]}` or `{"kind": …}` with the kind's numbers.
private struct DivisionRule: Codable {
    let division: EvaluationProtocol.Division

    private enum Key: String, CodingKey { case folds, kind, count, train, validation, test }
    private enum Kind: String, Codable {
        case leaveOneSpeakerOut = "leave-one-speaker-out"
        case speakerFolds = "speaker-folds"
        case randomParts = "random-parts"
        case randomFolds = "random-folds"
    }

    init(_ division: EvaluationProtocol.Division) {
        self.division = division
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        if container.contains(.folds) {
            division = .speakers(try container.decode([EvaluationProtocol.SpeakerFold].self, forKey: .folds))
            return
        }
        switch try container.decode(Kind.self, forKey: .kind) {
        case .leaveOneSpeakerOut: division = .leaveOneSpeakerOut
        case .speakerFolds: division = .speakerFolds(try container.decode(Int.self, forKey: .count))
        case .randomFolds: division = .randomFolds(try container.decode(Int.self, forKey: .count))
        case .randomParts:
            division = .randomParts(
                train: try container.decode(Int.self, forKey: .train),
                validation: try container.decodeIfPresent(Int.self, forKey: .validation) ?? 0,
                test: try container.decode(Int.self, forKey: .test))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch division {
        case .speakers(let folds):
            try container.encode(folds, forKey: .folds)
        case .leaveOneSpeakerOut:
            try container.encode(Kind.leaveOneSpeakerOut, forKey: .kind)
        case .speakerFolds(let count):
            try container.encode(Kind.speakerFolds, forKey: .kind)
            try container.encode(count, forKey: .count)
        case .randomFolds(let count):
            try container.encode(Kind.randomFolds, forKey: .kind)
            try container.encode(count, forKey: .count)
        case .randomParts(let train, let validation, let test):
            try container.encode(Kind.randomParts, forKey: .kind)
            try container.encode(train, forKey: .train)
            try container.encode(validation, forKey: .validation)
            try container.encode(test, forKey: .test)
        }
    }
}

private struct OneOrMany: Decodable {
    let names: [String]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let name = try? container.decode(String.self) {
            names = [name]
        } else {
            names = try container.decode([String].self)
        }
    }
}

/// A published figure: a number, or words.
private struct Figure: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let words = try? container.decode(String.self) {
            text = words
        } else {
            text = String(try container.decode(Double.self))
        }
    }
}
