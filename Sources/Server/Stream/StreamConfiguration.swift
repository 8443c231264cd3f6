import Foundation
import Undertone
import UndertoneAudio

/// What a client says first: how its sound is written, and how it wants to be answered.
struct StreamConfiguration: Hashable, Sendable {
    let encoding: RawEncoding
    /// In hertz.
    let rate: Int
    let moments: MomentOptions
    /// Nil for the default one.
    let model: String?

    /// What a client may say in a text message.
    enum Message: Hashable, Sendable {
        case start(StreamConfiguration)
        case end
    }

    private struct Wire: Decodable {
        let type: String
        let encoding: String?
        let rate: Int?
        let window: Double?
        let hop: Double?
        let smoothing: Double?
        let model: String?
    }

    /// - Throws: `APIError` with a sentence about what is wrong.
    static func message(_ text: [UInt8]) throws(APIError) -> Message {
        let wire: Wire
        do {
            wire = try JSONDecoder().decode(Wire.self, from: Data(text))
        } catch {
            throw APIError(.badRequest, #"A text message is {"type":"start","encoding":"s16le","rate":16000} or {"type":"end"}."#)
        }
        switch wire.type {
        case "end": return .end
        case "start": return .start(try StreamConfiguration(wire))
        default: throw APIError(.badRequest, "A message's type is start or end.")
        }
    }

    private init(_ wire: Wire) throws(APIError) {
        guard let encoding = wire.encoding.flatMap(RawEncoding.init(rawValue:)) else {
            throw APIError(.badRequest, "The encoding is one of \(RawEncoding.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        guard let rate = wire.rate, Self.rates.contains(rate) else {
            throw APIError(.badRequest, "The rate is \(Self.rates.lowerBound) to \(Self.rates.upperBound) hertz.")
        }
        let standard = MomentOptions.default
        let moments = MomentOptions(
            window: wire.window ?? standard.window, hop: wire.hop ?? standard.hop, smoothing: wire.smoothing ?? standard.smoothing)
        do { try moments.validate() } catch { throw APIError(.badRequest, "\(error)") }
        self.encoding = encoding
        self.rate = rate
        self.moments = moments
        model = wire.model
    }

    static let rates = 8000...192_000
}
