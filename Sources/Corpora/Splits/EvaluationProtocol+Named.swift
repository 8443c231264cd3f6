public import Foundation

extension EvaluationProtocol {
    /// A protocol by its name: a carried one (``carried``), or one of the general forms, which any corpora may follow:
    /// `leave-one-speaker-out`, `speakers-5fold`, `random-80-10-10` (train, validation, test), `random-5fold`.
    ///
    /// - Throws: ``CorpusError/unknownProtocol(name:known:)``.
    public init(named name: String) throws {
        if let carried = Self.carried.first(where: { $0.name == name }) {
            self = carried
        } else if let division = Self.generalDivision(named: name) {
            self.init(name: name, division: division)
        } else {
            throw CorpusError.unknownProtocol(name: name, known: Self.names)
        }
    }

    /// The protocols in a JSON file of one's own, in the form of those carried.
    ///
    /// - Throws: ``CorpusError/malformedProtocol(name:reason:)``.
    public static func protocols(fromJSON data: Data, named name: String) throws -> [EvaluationProtocol] {
        do {
            return try JSONDecoder().decode(File.self, from: data).protocols
        } catch let error as DecodingError {
            throw CorpusError.malformedProtocol(name: name, reason: error.sentence)
        }
    }

    /// The published protocols that are part of this package, in alphabetical order.
    public static let carried: [EvaluationProtocol] = {
        // The files are part of the program itself, so that nothing has to be found when it runs.
        let files = [
            PackageResources.crema_d_speakers_63_9_19_json, PackageResources.emodb_leave_one_speaker_out_json,
            PackageResources.open_six_json, PackageResources.pool_seven_json, PackageResources.ravdess_actors_5fold_json,
            PackageResources.ravdess_actors_6fold_json, PackageResources.research_seven_json,
            PackageResources.savee_leave_one_speaker_out_json,
        ]
        // A test holds that every file can be read.
        return files.flatMap { (try? protocols(fromJSON: Data($0), named: "carried")) ?? [] }
    }()

    /// The names of the carried protocols and the forms of the general ones, for a list.
    public static var names: [String] {
        carried.map(\.name) + ["leave-one-speaker-out", "speakers-5fold", "random-80-10-10", "random-5fold"]
    }

    private static func generalDivision(named name: String) -> Division? {
        if name == "leave-one-speaker-out" { return .leaveOneSpeakerOut }
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count == 2, parts[1].hasSuffix("fold"), let count = number(parts[1].dropLast(4)), count >= 2 {
            switch parts[0] {
            case "speakers": return .speakerFolds(count)
            case "random": return .randomFolds(count)
            default: return nil
            }
        }
        let shares = parts.dropFirst().compactMap(number)
        guard parts.count == 4, parts[0] == "random", shares.count == 3, shares[0] > 0, shares[2] > 0,
            shares.reduce(0, +) == 100
        else { return nil }
        return .randomParts(train: shares[0], validation: shares[1], test: shares[2])
    }

    private static func number(_ digits: Substring) -> Int? {
        digits.count <= 4 && digits.allSatisfy(\.isASCIIDigit) ? Int(digits) : nil
    }
}

extension DecodingError {
    /// What is wrong, without the decoder's own prose about itself.
    fileprivate var sentence: String {
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty ? "" : " in " + path.map(\.stringValue).joined(separator: ".")
        }
        return switch self {
        case .keyNotFound(let key, let context): "'\(key.stringValue)' is missing\(place(context.codingPath))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context): "a wrong kind of value\(place(context.codingPath))"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty ? "it is not JSON" : "a wrong value\(place(context.codingPath))"
        @unknown default: "it cannot be read"
        }
    }
}
