import Foundation

extension Error {
    /// Why JSON could not be decoded: the coding path and what is wrong there, without the decoder's own punctuation.
    var decodingReason: String {
        func name(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
            let path = context.codingPath + [last].compactMap { $0 }
            return path.isEmpty ? "it" : path.map(\.stringValue).joined(separator: ".")
        }
        switch self as any Error {
        case DecodingError.keyNotFound(let key, let context): return "\(name(context, key)) is missing"
        case DecodingError.valueNotFound(_, let context): return "\(name(context)) is missing"
        case DecodingError.typeMismatch(_, let context): return "\(name(context)) is of the wrong type"
        case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty: return "it is not JSON"
        case DecodingError.dataCorrupted(let context): return "\(name(context)) is not a value it can have"
        default:
            let words = (self as? any LocalizedError)?.errorDescription ?? "\(self)"
            return words.hasSuffix(".") ? String(words.dropLast()) : words
        }
    }
}
