import Foundation
import TestSupport
import Testing
import UndertoneAudio

/// The server as a process, over sockets.
@Suite(.serialized) struct LiveServerTests {
    private static let voice = Synthetic.voiceLike(duration: 3)
    private static let start = #"{"type":"start","encoding":"s16le","rate":16000}"#

    private func post(_ body: [UInt8], _ more: String = "") -> [UInt8] {
        Array("POST /v1/recognize HTTP/1.1\r\nHost: here\r\nContent-Length: \(body.count)\r\n\(more)\r\n".utf8) + body
    }

    @Test func `a stream, an upload in one piece and one in chunks of a byte get the same answer`() throws {
        let server = try ServeProcess()
        let stream = try server.connection()
        #expect(stream.upgrade(headers: "Sec-WebSocket-Protocol: undertone.v1\r\n").contains("101 Switching Protocols"))
        stream.send(RawConnection.frame(1, Self.start.utf8))
        let sound = rawSamples(Self.voice)
        for start in stride(from: 0, to: sound.count, by: 3200) {
            stream.send(RawConnection.frame(2, sound[start..<min(start + 3200, sound.count)]))
        }
        stream.send(RawConnection.frame(1, #"{"type":"end"}"#.utf8))
        let (events, code) = try stream.events()
        #expect(code == 1000)
        #expect(events.map { $0["event"] as? String }.first == "ready")
        #expect(events.filter { $0["event"] as? String == "moment" }.count == 3)
        let summary = try #require(events.last?["summary"] as? [String: Any])

        let file = waveFile(Self.voice)
        let upload = try server.connection()
        upload.send(post(file))
        let whole = upload.response()
        #expect(whole.head.hasPrefix("HTTP/1.1 200"))
        #expect(try JSONSerialization.jsonObject(with: Data(whole.body.utf8)) as? NSDictionary == summary as NSDictionary)
        // The same connection again, in chunks.
        upload.send("POST /v1/recognize HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n")
        upload.send(file.flatMap { Array("1\r\n".utf8) + [$0] + [13, 10] } + Array("0\r\n\r\n".utf8))
        #expect(upload.response().body == whole.body)
        #expect(server.stop() == 0)
    }

    @Test func `whoever half-closes after asking is answered`() throws {
        let server = try ServeProcess()
        let connection = try server.connection()
        connection.send(post(waveFile(Self.voice)))
        connection.finishSending()
        #expect(connection.response().head.hasPrefix("HTTP/1.1 200"))
    }

    /// What is sent, and with which status the answer begins.
    static let oddRequests: [(String, Int)] = [
        ("nonsense\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: here\r\nX: \(String(repeating: "x", count: 40_000))\r\n\r\n", 400),
        ("POST /v1/recognize HTTP/1.1\r\nHost: here\r\nContent-Length: 2147483648\r\n\r\n", 413),
        ("POST /v1/recognize HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        ("POST /v1/recognize HTTP/1.1\r\nHost: here\r\nContent-Length: -1\r\n\r\n", 400),
        ("GET /v1/stream HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 12\r\nConnection: close\r\n\r\n", 426),
    ]

    @Test(arguments: oddRequests)
    func `odd requests get typed errors`(_ request: String, _ status: Int) throws {
        let server = try ServeProcess()
        let connection = try server.connection()
        connection.send(request)
        let (head, body) = connection.response()
        #expect(head.hasPrefix("HTTP/1.1 \(status)"), "\(head)")
        let error = (try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])?["error"] as? [String: Any]
        #expect(error?["code"] is String && error?["message"] is String)
    }

    @Test func `a handshake that is refused is told why`() throws {
        let server = try ServeProcess(["--streams", "1"])
        let first = try server.connection()
        #expect(first.upgrade().contains(" 101 "))
        first.send(RawConnection.frame(1, Self.start.utf8))
        #expect(first.nextFrame() != nil)
        let second = try server.connection()
        let head = second.upgrade()
        #expect(head.hasPrefix("HTTP/1.1 503") && head.contains("Retry-After: 5"), "\(head)")
        let elsewhere = try server.connection()
        #expect(elsewhere.upgrade(headers: "Origin: http://elsewhere\r\n").hasPrefix("HTTP/1.1 403"))
        let other = try server.connection()
        other.send("GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
        #expect(other.response().body == #"{"status":"ok"}"#)
    }

    /// Frames after the upgrade, and the code that they are closed with.
    static let oddFrames: [([UInt8], Int)] = [
        (RawConnection.frame(1, "{}".utf8), 1008),
        (RawConnection.frame(1, [0xFF, 0xFE]), 1007),
        (RawConnection.frame(2, [1, 2]), 1008),
        (RawConnection.frame(1, #"{"type":"end"}"#.utf8), 1008),
        (RawConnection.frame(0, [1]), 1002),
        ([0x81, 0x02, 0x7B, 0x7D], 1002),
        ([0x82, 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4], 1009),
        (RawConnection.frame(8, [0x03, 0xE8]), 1000),
        (RawConnection.frame(8, []), 1000),
    ]

    @Test(arguments: oddFrames)
    func `odd frames are answered with a close`(_ frame: [UInt8], _ code: Int) throws {
        let server = try ServeProcess()
        let connection = try server.connection()
        #expect(connection.upgrade().contains(" 101 "))
        connection.send(frame)
        #expect(try connection.events().code == code)
    }

    @Test func `a ping is answered with its own words`() throws {
        let server = try ServeProcess()
        let connection = try server.connection()
        _ = connection.upgrade()
        connection.send(RawConnection.frame(9, "are you there".utf8))
        let pong = connection.nextFrame()
        #expect(pong?.opcode == 10 && pong?.payload == Array("are you there".utf8))
    }

    @Test func `mutated bytes never bring the server down`() throws {
        let server = try ServeProcess()
        var generator = SeededGenerator(seed: 11)
        let request = post(Array(waveFile(Self.voice).prefix(2000)), "Content-Type: audio/wav\r\n")
        let frames = RawConnection.frame(1, Self.start.utf8) + RawConnection.frame(2, rawSamples(Self.voice).prefix(6000))
        for round in 0..<300 {
            let connection = try server.connection()
            var bytes = round % 2 == 0 ? request : frames
            if round % 2 == 1 { #expect(connection.upgrade().contains(" 101 ")) }
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                bytes[Int.random(in: 0..<min(bytes.count, 200), using: &generator)] = .random(in: 0...255, using: &generator)
            }
            connection.send(bytes)
            connection.finishSending()
            let answer = connection.rest()
            // An answer, a close frame, or nothing to answer.
            if round % 2 == 0, !answer.isEmpty { #expect(answer.hasPrefix("HTTP/1.1 "), "\(answer)") }
        }
        let connection = try server.connection()
        connection.send("GET /healthz HTTP/1.1\r\nHost: here\r\n\r\n")
        #expect(connection.response().body == #"{"status":"ok"}"#)
        #expect(server.stop() == 0)
    }

    @Test func `asked to stop, the server answers what it has accepted`() throws {
        let server = try ServeProcess()
        let stream = try server.connection()
        _ = stream.upgrade()
        stream.send(RawConnection.frame(1, Self.start.utf8))
        stream.send(RawConnection.frame(2, rawSamples(Self.voice)))
        #expect(stream.nextFrame() != nil)
        let idle = try server.connection()
        let upload = try server.connection()
        let body = waveFile(Self.voice)
        upload.send(Array(post(body).dropLast(1000)))
        Thread.sleep(forTimeInterval: 0.3)
        server.process.terminate()
        Thread.sleep(forTimeInterval: 0.3)
        upload.send(Array(body.suffix(1000)))
        #expect(upload.response().head.hasPrefix("HTTP/1.1 200"))
        let (events, code) = try stream.events()
        #expect(code == 1001)
        #expect(events.contains { $0["code"] as? String == "shutting_down" })
        #expect(events.last?["event"] as? String == "end")
        #expect(idle.rest().isEmpty)
        #expect(server.stop() == 0)
    }

    @Test func `the server says what is wrong with its options`() throws {
        for (arguments, status, sentence) in [
            (["serve", "--host", "0.0.0.0"], 1, "undertone: 0.0.0.0 can be reached from other machines"),
            (["serve", "--port", "70000"], 1, "undertone: --port takes 0 to 65535"),
            (["serve", "--certificate", "x"], 64, "Error: --certificate and --private-key come together."),
            (["serve", "--model", "none"], 1, "undertone: no model is called none; the built-in ones are: open, research"),
            (["serve", "--token-file", "/nowhere"], 1, "undertone: /nowhere: the token cannot be read"),
            (["serve", "--store", "/nowhere/x.sqlite"], 1, "undertone: /nowhere/x.sqlite: results cannot be kept there: "),
        ] {
            let outcome = try Tool.run(arguments, environment: ["UNDERTONE_TOKEN": ""])
            #expect(Int(outcome.status) == status)
            #expect(outcome.errors.hasPrefix(sentence), "\(outcome.errors)")
        }
        let taken = try ServeProcess()
        let outcome = try Tool.run(["serve", "--port", "\(taken.port)"])
        #expect(outcome.status == 1 && outcome.errors.contains("cannot listen on 127.0.0.1:\(taken.port): Address already in use"))
    }
}
