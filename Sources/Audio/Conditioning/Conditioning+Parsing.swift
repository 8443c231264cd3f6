public import Foundation

/// Why a line does not describe a conditioning.
public enum ConditioningParsingError: Error, Hashable, Sendable {
    case unknownStep(String)
    /// Two words ask for the same step.
    case repeated(step: String)
    /// What follows the colon is not what the step takes.
    case badValue(step: String, value: String, expected: String)
}

extension ConditioningParsingError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .unknownStep(let word):
            "There is no conditioning '\(word)'; the steps are dc, telephone, band:LOW-HIGH, speex, spectral, trim, trim:DB, "
                + "loudness:LUFS, rms:DB and peak:DB."
        case .repeated(let step):
            "The conditioning asks for \(step) twice."
        case .badValue(let step, let value, let expected):
            "The conditioning \(step) takes \(expected), not '\(value)'."
        }
    }

    public var errorDescription: String? { description }
}

/// A conditioning in one line: `dc,telephone,spectral,trim,loudness:-23`.
///
/// The words may come in any order; the order of the steps is the one that `Conditioning` states.
extension Conditioning {
    /// Throws `ConditioningParsingError`, or `ConditioningError` for a number outside its range. An empty line and `none` change nothing.
    public init(parsing line: String) throws {
        self = .none
        guard !line.isEmpty, line != "none" else { return }
        for word in line.split(separator: ",", omittingEmptySubsequences: false) {
            let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            try add(String(word), step: parts[0], value: parts.count > 1 ? parts[1] : nil)
        }
        try validate()
    }

    private mutating func add(_ word: String, step: String, value: String?) throws(ConditioningParsingError) {
        switch (step, value) {
        case ("dc", nil):
            if removesDirectCurrent { throw .repeated(step: "dc") }
            removesDirectCurrent = true
        case ("telephone", nil):
            try Self.set(&band, .telephone, step: "a band")
        case ("band", let value?):
            let limits = value.split(separator: "-").compactMap { Double($0) }
            guard limits.count == 2 else { throw .badValue(step: step, value: value, expected: "two frequencies such as 300-3400") }
            try Self.set(&band, FrequencyBand(low: limits[0], high: limits[1]), step: "a band")
        case ("speex", nil), ("spectral", nil):
            try Self.set(&noiseSuppression, NoiseSuppression(rawValue: step), step: "noise suppression")
        case ("trim", nil):
            try Self.set(&trimming, .default, step: "trimming")
        case ("trim", let value?):
            try Self.set(&trimming, SilenceTrimming(threshold: Self.number(value, step)), step: "trimming")
        case ("loudness", let value?):
            try Self.set(&loudness, .integrated(Self.number(value, step)), step: "a loudness")
        case ("rms", let value?):
            try Self.set(&loudness, .rms(Self.number(value, step)), step: "a loudness")
        case ("peak", let value?):
            try Self.set(&loudness, .peak(Self.number(value, step)), step: "a loudness")
        default:
            throw .unknownStep(word)
        }
    }

    private static func set<Value>(
        _ field: inout Value?, _ value: Value?, step: String
    ) throws(ConditioningParsingError) {
        guard field == nil else { throw .repeated(step: step) }
        field = value
    }

    private static func number(_ text: String, _ step: String) throws(ConditioningParsingError) -> Double {
        guard let number = Double(text), number.isFinite else {
            throw .badValue(step: step, value: text, expected: "a number of decibels")
        }
        return number
    }
}

/// The line that `init(parsing:)` reads, its words in the order of the steps; `none` where nothing changes. What a line cannot say (how much
/// silence trimming leaves) is left out.
extension Conditioning: CustomStringConvertible {
    public var description: String {
        var words: [String] = []
        if removesDirectCurrent { words.append("dc") }
        if let band { words.append(band == .telephone ? "telephone" : "band:\(band.low)-\(band.high)") }
        if let noiseSuppression { words.append(noiseSuppression.rawValue) }
        if let trimming { words.append(trimming.threshold == SilenceTrimming().threshold ? "trim" : "trim:\(trimming.threshold)") }
        switch loudness {
        case nil: break
        case .integrated(let level): words.append("loudness:\(level)")
        case .rms(let level): words.append("rms:\(level)")
        case .peak(let level): words.append("peak:\(level)")
        }
        return words.isEmpty ? "none" : words.joined(separator: ",")
    }
}
