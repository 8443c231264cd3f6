import NIOCore
import NIOWebSocket
import Testing
@testable import UndertoneServer

@Suite struct OperationTests {
    @Test func `a bucket gives a burst and then so many a second, to each client`() {
        let limiter = RateLimiter(rate: 10)
        let start = ContinuousClock.now
        #expect((0..<20).allSatisfy { _ in limiter.delay(for: "a", at: start) == nil })
        #expect(limiter.delay(for: "a", at: start) == 1)
        #expect(limiter.delay(for: "b", at: start) == nil)
        let later = start + .milliseconds(500)
        #expect((0..<5).allSatisfy { _ in limiter.delay(for: "a", at: later) == nil })
        #expect(limiter.delay(for: "a", at: later) != nil)
    }

    @Test func `many clients take no more memory than some`() {
        let limiter = RateLimiter(rate: 1)
        let start = ContinuousClock.now
        for number in 0..<RateLimiter.mostClients { #expect(limiter.delay(for: "\(number)", at: start) == nil) }
        // Newcomers share a bucket of two.
        #expect(limiter.delay(for: "x", at: start) == nil)
        #expect(limiter.delay(for: "y", at: start) == nil)
        #expect(limiter.delay(for: "z", at: start) != nil)
        // Once buckets are full again they are forgotten.
        #expect(limiter.delay(for: "z", at: start + .seconds(10)) == nil)
    }

    @Test func `a gate lets in as many as it says`() {
        let gate = AdmissionGate(limit: 2)
        #expect(gate.enter() && gate.enter() && !gate.enter() && gate.isFull)
        gate.leave()
        #expect(gate.enter())
    }

    @Test func `work is given up when the client is gone`() async throws {
        let pool = ComputePool(width: 1)
        await #expect(throws: CancellationError.self) {
            try await pool.run(while: { false }) {
                while true { try Task.checkCancellation() }
            }
        }
        #expect(try await pool.run(while: { true }) { 7 } == 7)
    }

    private func frame(_ opcode: WebSocketOpcode, _ text: String, fin: Bool = true) -> WebSocketFrame {
        WebSocketFrame(fin: fin, opcode: opcode, data: ByteBuffer(string: text))
    }

    @Test func `a message's frames are joined`() throws {
        var assembler = MessageAssembler(limit: 100)
        #expect(try assembler.accept(frame(.text, "ab", fin: false)) == nil)
        guard case .text(let text) = try assembler.accept(frame(.continuation, "cd")) else {
            Issue.record("no message")
            return
        }
        #expect(text == Array("abcd".utf8))
        guard case .binary(let buffer) = try assembler.accept(frame(.binary, "x")) else {
            Issue.record("no message")
            return
        }
        #expect(buffer == ByteBuffer(string: "x"))
    }

    @Test func `frames that cannot stand where they stand are violations`() throws {
        var first = MessageAssembler(limit: 3)
        #expect(throws: MessageAssembler.Violation.self) { try first.accept(frame(.continuation, "x")) }
        var second = MessageAssembler(limit: 3)
        _ = try second.accept(frame(.text, "x", fin: false))
        #expect(throws: MessageAssembler.Violation.self) { try second.accept(frame(.text, "y")) }
        var third = MessageAssembler(limit: 3)
        _ = try third.accept(frame(.binary, "xx", fin: false))
        #expect(throws: MessageAssembler.Violation.self) { try third.accept(frame(.continuation, "yy")) }
    }
}
