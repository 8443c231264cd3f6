import Foundation
import HTTPTypes
import TestSupport
import Testing
import Undertone
import UndertoneAudio
@testable import UndertoneServer

@Suite struct StreamSessionTests {
    private static let voice = Synthetic.voiceLike(duration: 5)

    private static func session(_ start: String, limits: ServerLimits = .default) throws -> StreamSession {
        guard case .start(let configuration) = try StreamConfiguration.message(Array(start.utf8)) else {
            throw APIError(.badRequest, "no start")
        }
        return try StreamSession(configuration, models: InProcess.models.get(), limits: limits, metrics: ServerMetrics())
    }

    private static func events(_ bytes: [UInt8], _ start: String, cuts: (inout SeededGenerator) -> Int) async throws -> [Data] {
        var session = try session(start)
        var generator = SeededGenerator(seed: 9)
        var events: [StreamEvent] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(max(1, cuts(&generator))))
            rest = rest.dropFirst(piece.count)
            events += try await session.accept(piece)
        }
        events += try session.finish().events
        return try events.map { try ServerJSON.encode($0) }
    }

    private static let start = #"{"type":"start","encoding":"s16le","rate":16000}"#

    @Test func `however sound is cut into messages the events are the same`() async throws {
        let bytes = rawSamples(Self.voice)
        let whole = try await Self.events(bytes, Self.start) { _ in .max }
        #expect(whole.count > 5)
        let sorted = Set(whole)
        for size in [1, 640, 3201] {
            // Moments and segments of one message come in an order of their own.
            #expect(Set(try await Self.events(size == 1 ? Array(bytes.prefix(40_001)) : bytes, Self.start) { _ in size })
                == (size == 1 ? Set(try await Self.events(Array(bytes.prefix(40_001)), Self.start) { _ in .max }) : sorted))
        }
        #expect(Set(try await Self.events(bytes, Self.start) { Int.random(in: 1...9000, using: &$0) }) == sorted)
    }

    @Test func `a stream ends with what an upload of the same samples gets`() async throws {
        let events = try await Self.events(rawSamples(Self.voice), Self.start) { _ in 3200 }
        let last = try JSONSerialization.jsonObject(with: try #require(events.last)) as? [String: Any]
        #expect(last?["event"] as? String == "end")
        let upload = try await InProcess().send(.post, "/v1/recognize", body: waveFile(Self.voice)).json()
        #expect((last?["summary"] as? [String: Any] ?? [:]) as NSDictionary == upload as NSDictionary)
    }

    @Test func `other rates and encodings are heard as the same voice`() async throws {
        let floats = Self.voice.samples.flatMap { sample in withUnsafeBytes(of: sample.bitPattern.littleEndian) { Array($0) } }
        let wanted = try await Self.events(rawSamples(Self.voice), Self.start) { _ in 3200 }.count
        #expect(try await Self.events(floats, #"{"type":"start","encoding":"f32le","rate":16000}"#) { _ in 999 }.count == wanted)
        let fast = try Self.voice.resampled(to: 48000)
        #expect(try await Self.events(rawSamples(fast), #"{"type":"start","encoding":"s16le","rate":48000}"#) { _ in 4800 }.count == wanted)
        let silence = [UInt8](repeating: 0xFF, count: 16000)
        let telephone = try await Self.events(silence, #"{"type":"start","encoding":"mulaw","rate":8000,"hop":0.5}"#) { _ in 160 }
        #expect(telephone.count == 5)
    }

    @Test func `floats that are no numbers are silence`() async throws {
        let bytes = [UInt8](repeating: 0xFF, count: 64000)
        let events = try await Self.events(bytes, #"{"type":"start","encoding":"f32le","rate":16000}"#) { _ in 4096 }
        #expect(String(decoding: try #require(events.last), as: UTF8.self).contains(#""emotion":null"#))
    }

    @Test func `a sample that came in part is told of`() async throws {
        let events = try await Self.events(rawSamples(Self.voice) + [1], Self.start) { _ in 3200 }
        #expect(events.contains { String(decoding: $0, as: UTF8.self).contains("partial_sample") })
    }

    @Test func `a stream beyond its longest is ended with a sentence`() async throws {
        var limits = ServerLimits.default
        limits.streamDuration = 1
        var session = try Self.session(Self.start, limits: limits)
        let error = await #expect(throws: APIError.self) { _ = try await session.accept(rawSamples(Self.voice)) }
        #expect(error == APIError(.tooLong, "A stream lasts at most 1 seconds; open another."))
    }

    static let complaints = [
        ("", #"A text message is {"type":"start","encoding":"s16le","rate":16000} or {"type":"end"}."#),
        ("[]", #"A text message is {"type":"start","encoding":"s16le","rate":16000} or {"type":"end"}."#),
        (#"{"type":"stop"}"#, "A message's type is start or end."),
        (#"{"type":"start","rate":16000}"#, "The encoding is one of s16le, f32le, mulaw."),
        (#"{"type":"start","encoding":"mp3","rate":16000}"#, "The encoding is one of s16le, f32le, mulaw."),
        (#"{"type":"start","encoding":"s16le","rate":1}"#, "The rate is 8000 to 192000 hertz."),
        (
            #"{"type":"start","encoding":"s16le","rate":16000,"window":0.1}"#,
            "The window of a live voice is 0.5 to 30.0 seconds, and not 0.1."
        ),
        (
            #"{"type":"start","encoding":"s16le","rate":16000,"hop":9}"#,
            "The hop of 9.0 s is longer than the window of 3.0 s, so that some sound would never be heard."
        ),
    ]

    @Test(arguments: complaints)
    func `a first message that cannot be is answered with a sentence`(_ text: String, _ sentence: String) {
        #expect(throws: APIError(.badRequest, sentence)) { try StreamConfiguration.message(Array(text.utf8)) }
    }
}
