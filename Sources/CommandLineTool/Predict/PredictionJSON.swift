import Foundation
import Undertone

/// One object a line, with the keys of the tool's contract in alphabetical order.
enum PredictionJSON {
    static func line(_ prediction: Prediction) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A prediction holds only finite numbers and text, which always encode.
        guard let data = try? encoder.encode(prediction) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
