import Foundation
import Undertone

/// What is told while a voice is listened to, a JSON object a line: moments, and at the end the answer for the whole.
enum LiveEvent: Encodable {
    case moment(Moment)
    case end(Prediction)

    private enum Key: String, CodingKey {
        case event, summary
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        switch self {
        case .moment(let moment):
            try container.encode("moment", forKey: .event)
            try moment.encode(to: encoder)
        case .end(let prediction):
            try container.encode("end", forKey: .event)
            try container.encode(prediction, forKey: .summary)
        }
    }

    /// Without the newline.
    func line() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
