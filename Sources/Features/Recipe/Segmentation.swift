public import UndertoneAudio

/// How a long recording falls into segments, each with a row of functionals of its own.
///
/// A labelled utterance is one row whatever this says: training measures it whole.
public enum Segmentation: Hashable, Sendable {
    /// A recording is one segment, whatever its length.
    case whole
    /// By the clock alone: L of `SegmentRule` in seconds, 0.1…3600.
    case fixed(seconds: Double)
    /// At pauses in the speech, found by `UtteranceCutter`; what is not speech belongs to no segment.
    case pauses(UtteranceCutterOptions)

    /// The rule for cutting by the clock; nil where it is pauses that cut.
    public func rule(sampleRate: Int) -> SegmentRule? {
        switch self {
        case .whole: SegmentRule(duration: nil, sampleRate: sampleRate)
        case .fixed(let seconds): SegmentRule(duration: seconds, sampleRate: sampleRate)
        case .pauses: nil
        }
    }
}

/// In words for the command line: `whole`, `pauses`, or a number of seconds.
extension Segmentation {
    /// Throws `FeatureRecipeError.contradiction` for anything else.
    public init(parsing text: String) throws(FeatureRecipeError) {
        switch text {
        case "whole": self = .whole
        case "pauses": self = .pauses(UtteranceCutterOptions())
        default:
            guard let seconds = Double(text), seconds.isFinite else {
                throw .contradiction("A segmentation is whole, pauses or a number of seconds, not '\(text)'.")
            }
            self = .fixed(seconds: seconds)
        }
    }
}

extension Segmentation: CustomStringConvertible {
    public var description: String {
        switch self {
        case .whole: "whole recordings"
        case .fixed(let seconds): "\(seconds) s"
        case .pauses(let options): "utterances of up to \(options.longest) s, cut at pauses"
        }
    }
}
