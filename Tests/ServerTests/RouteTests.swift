import Foundation
import HTTPTypes
import TestSupport
import Testing
import Undertone
import UndertoneAudio
@testable import UndertoneServer

private let voice = Synthetic.voiceLike(duration: 3)

/// A WAV file of 16-bit samples.
func waveFile(_ signal: Signal) -> [UInt8] {
    WaveBytes {
        $0.sampleRate = signal.sampleRate
        $0.data = rawSamples(signal)
    }.bytes
}

/// 16-bit little-endian samples.
func rawSamples(_ signal: Signal) -> [UInt8] {
    signal.samples.flatMap { sample in
        let integer = UInt16(bitPattern: Int16(max(-32768, min(32767, (sample * 32768).rounded()))))
        return [UInt8(truncatingIfNeeded: integer), UInt8(truncatingIfNeeded: integer >> 8)]
    }
}

@Suite struct RouteTests {
    @Test func `an upload gets what the library says of the same file`() async throws {
        let folder = try TemporaryFolder()
        let file = folder.url("voice.wav")
        try Data(waveFile(voice)).write(to: file)
        let answer = try await InProcess().send(.post, "/v1/recognize", body: waveFile(voice))
        #expect(answer.status == 200)
        var expected = try JSONSerialization.jsonObject(
            with: try ServerJSON.encode(Recognizer().recognize(contentsOf: file.path))) as? [String: Any]
        var got = try answer.json()
        #expect(got.removeValue(forKey: "path") is NSNull)
        expected?.removeValue(forKey: "path")
        #expect(got as NSDictionary == (expected ?? [:]) as NSDictionary)
    }

    @Test func `a form's file gets the same answer, and its name`() async throws {
        let server = try InProcess()
        var plain = try await server.send(.post, "/v1/recognize", body: waveFile(voice)).json()
        let form = Form.body(file: waveFile(voice), name: "call.wav")
        var got = try await server.send(.post, "/v1/recognize", body: form, headers: [.contentType: Form.type]).json()
        #expect(got.removeValue(forKey: "path") as? String == "call.wav")
        plain.removeValue(forKey: "path")
        #expect(got as NSDictionary == plain as NSDictionary)
    }

    @Test func `explanations, names and models are had by parameters`() async throws {
        let answer = try await InProcess().send(
            .post, "/v1/recognize?explain=true&name=anna&model=research", body: waveFile(voice)
        ).json()
        #expect(answer["path"] as? String == "anna")
        #expect(answer["model"] as? String == "research")
        #expect((answer["explanation"] as? [String: Any])?["sentence"] is String)
    }

    @Test func `features have named columns and rows of as many numbers`() async throws {
        for (query, columns) in [("set=prosody&level=frames", 6), ("set=egemaps&level=functionals", 90)] {
            let answer = try await InProcess().send(.post, "/v1/features?\(query)", body: waveFile(voice)).json()
            #expect((answer["columns"] as? [String])?.prefix(2) == ["start", "end"])
            #expect((answer["columns"] as? [String])?.count == columns)
            let rows = try #require(answer["rows"] as? [[Any]])
            #expect(!rows.isEmpty && rows.allSatisfy { $0.count == columns })
        }
    }

    /// What is asked, and what is answered: status, code and the whole sentence.
    static let complaints: [(HTTPRequest.Method, String, [UInt8], Int, String, String)] = [
        (.get, "/nothing", [], 404, "not_found", "There is nothing at this path; /openapi.yaml says what there is."),
        (.get, "/v1/recognize", [], 405, "method_not_allowed", "This path takes POST."),
        (.put, "/v1/models", [], 405, "method_not_allowed", "This path takes GET, HEAD."),
        (.post, "/v1/recognize", [], 400, "bad_request", "The body is empty; send the bytes of a recording."),
        (
            .post, "/v1/recognize", Array("no sound at all, just words".utf8), 415, "unsupported_format",
            "The recording upload cannot be read: not audio: the content is of no known audio format."
        ),
        (
            .post, "/v1/recognize?model=closed", [1], 404, "no_such_model",
            "There is no model of this name; there are: open, research."
        ),
        (.post, "/v1/recognize?explain=perhaps", [1], 400, "bad_request", "The parameter explain is true or false."),
        (.post, "/v1/recognize?name=a&name=b", [1], 400, "bad_request", "The parameter name comes more than once."),
        (
            .post, "/v1/features?level=words", [1], 400, "bad_request",
            "The parameter level is one of frames, functionals."
        ),
        (
            .post, "/v1/features?set=egemaps,prosody", [1], 400, "bad_request",
            "Frames are those of one set; for several, ask for level=functionals."
        ),
        (
            .get, "/v1/history", [], 404, "not_found", "This server keeps no results; it was started without --store."
        ),
        (
            .get, "/v1/stream", [], 426, "upgrade_required",
            "This path is a WebSocket (RFC 6455, version 13), opened by the first request of a connection."
        ),
    ]

    @Test(arguments: complaints)
    func `what cannot be done is said in one sentence`(
        _ method: HTTPRequest.Method, _ path: String, _ body: [UInt8], _ status: Int, _ code: String, _ sentence: String
    ) async throws {
        let answer = try await InProcess().send(method, path, body: body)
        #expect((answer.status, answer.errorCode, answer.message) == (status, code, sentence))
    }

    @Test func `a body beyond the limit is refused, whether it is announced or not`() async throws {
        let server = try InProcess { $0.limits.bodySize = 1000 }
        for headers: HTTPFields in [[:], [.contentLength: "1001"]] {
            let answer = try await server.send(.post, "/v1/recognize", body: [UInt8](repeating: 1, count: 1001), headers: headers)
            #expect((answer.status, answer.errorCode) == (413, "body_too_large"))
        }
    }

    @Test func `a recording beyond the limit is refused`() async throws {
        let server = try InProcess { $0.limits.duration = 2 }
        let answer = try await server.send(.post, "/v1/recognize", body: waveFile(voice))
        #expect((answer.status, answer.errorCode) == (422, "too_long"))
    }

    @Test func `past as many uploads as it takes the server asks to come again`() async throws {
        let server = try InProcess { $0.limits.uploads = 0 + 1 }
        // Two at a time, ten times: at least one is let in each time, and whoever is not is told when to come.
        for _ in 0..<10 {
            async let first = server.send(.post, "/v1/recognize", body: waveFile(voice))
            async let second = server.send(.post, "/v1/recognize", body: waveFile(voice))
            let answers = try await [first, second]
            #expect(answers.contains { $0.status == 200 })
            for answer in answers where answer.status != 200 {
                #expect((answer.status, answer.errorCode, answer.headers[.retryAfter]) == (503, "too_busy", "1"))
            }
        }
    }

    @Test func `a client beyond its rate is told when to come again`() async throws {
        let server = try InProcess { $0.limits.requestRate = 1 }
        // However slow the machine is, requests that follow one another at once come faster than one a second.
        var answers: [InProcess.Answer] = []
        while answers.count < 1000, answers.last?.status != 429 { answers.append(try await server.send(.get, "/healthz")) }
        #expect(answers.prefix(2).map(\.status) == [200, 200])
        let last = try #require(answers.last)
        #expect((last.status, last.errorCode, last.headers[.retryAfter]) == (429, "rate_limited", "1"))
    }

    @Test func `every answer has the headers that keep a browser safe`() async throws {
        let server = try InProcess()
        for path in ["/", "/healthz", "/nothing"] {
            let answer = try await server.send(.get, path)
            for (name, value) in EdgeMiddleware.headers { #expect(answer.headers[name] == value, "\(path) \(name)") }
        }
    }

    @Test func `all that the page names is there`() async throws {
        let server = try InProcess()
        var open = ["/"]
        var seen: Set<String> = []
        while let path = open.popLast() {
            guard seen.insert(path).inserted else { continue }
            let answer = try await server.send(.get, path)
            #expect(answer.status == 200, "\(path)")
            let text = String(decoding: answer.body, as: UTF8.self)
            let names = text.matches(of: /["'](?:\.?\/)?([a-z]+\.(?:js|css|svg))["']/).map { "/" + $0.output.1 }
            open += names
        }
        #expect(seen.count == PageRoutes.assets.count - 1, "\(Set(PageRoutes.assets.map(\.path)).subtracting(seen))")
    }

    @Test func `metrics count what was asked, by route and not by what clients make up`() async throws {
        let server = try InProcess()
        _ = try await server.send(.get, "/healthz")
        _ = try await server.send(.get, "/secret/file/name")
        let text = String(decoding: try await server.send(.get, "/metrics").body, as: UTF8.self)
        #expect(text.contains(#"undertone_requests_total{route="/healthz",method="GET",status="200"} 1"#))
        #expect(!text.contains("secret"))
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            #expect(line.wholeMatch(of: /[a-z_]+(\{[^{}]*\})? [-+.e0-9]+/) != nil, "\(line)")
        }
    }
}

enum Form {
    static let type = "multipart/form-data; boundary=----undertone"

    static func body(file: [UInt8], name: String) -> [UInt8] {
        let note = "------undertone\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nof no interest\r\n"
        let head = "------undertone\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n\r\n"
        return Array((note + head).utf8) + file + Array("\r\n------undertone--\r\n".utf8)
    }
}
