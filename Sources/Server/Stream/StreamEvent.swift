import Foundation
import Undertone

/// What a stream's client is told, one JSON object a message.
enum StreamEvent: Encodable, Sendable {
    case ready(model: String, rate: Int, options: MomentOptions)
    case moment(Moment)
    /// An utterance that has ended.
    case segment(Prediction.Segment)
    case warning(code: String, message: String)
    case error(APIError)
    case end(Prediction)

    private enum Key: String, CodingKey {
        case event, summary, code, message, model, rate, window, hop, smoothing
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .ready(let model, let rate, let options):
            try container.encode("ready", forKey: .event)
            try container.encode(model, forKey: .model)
            try container.encode(rate, forKey: .rate)
            try container.encode(options.window, forKey: .window)
            try container.encode(options.hop, forKey: .hop)
            try container.encode(options.smoothing, forKey: .smoothing)
        case .moment(let moment):
            try container.encode("moment", forKey: .event)
            try moment.encode(to: encoder)
        case .segment(let segment):
            try container.encode("segment", forKey: .event)
            try segment.encode(to: encoder)
        case .warning(let code, let message):
            try container.encode("warning", forKey: .event)
            try container.encode(code, forKey: .code)
            try container.encode(message, forKey: .message)
        case .error(let error):
            try container.encode("error", forKey: .event)
            try container.encode(error.code, forKey: .code)
            try container.encode(error.message, forKey: .message)
        case .end(let prediction):
            try container.encode("end", forKey: .event)
            try container.encode(prediction, forKey: .summary)
        }
    }
}
