import Foundation
import TestSupport
import Testing
import UndertoneAudio

@testable import UndertoneFeatures

@Suite struct RecordingInspectorTests {
    private func notes(_ samples: [Float], chunk: Int = .max) throws -> [RecordingNote] {
        var inspector = try RecordingInspector(sampleRate: 16000)
        var rest = samples[...]
        while !rest.isEmpty {
            inspector.accept(Array(rest.prefix(chunk)))
            rest = rest.dropFirst(chunk)
        }
        return inspector.finish()
    }

    /// A pitch that never rests, as in speech.
    private var glide: [Float] {
        var phase = 0.0
        return (0..<32000).map { index in
            phase += 2 * .pi * (150 + 40 * sin(Double(index) / 3000)) / 16000
            return Float(0.3 * (sin(phase) + 0.5 * sin(2 * phase) + 0.3 * sin(3 * phase)))
        }
    }

    @Test func `A moving voice needs no note`() throws {
        #expect(try notes(glide) == [])
    }

    @Test func `Each trouble has its note`() throws {
        #expect(try notes([]) == [.silent])
        #expect(try notes([Float](repeating: 0, count: 16000)) == [.silent])
        #expect(try notes([Float](repeating: .nan, count: 16000)) == [.silent])
        #expect(try notes(Array(glide.prefix(800))) == [.short])
        #expect(try notes(glide.map { max(-1, min(1, $0 * 5)) }) == [.clipped])
        #expect(try notes(Synthetic.noise(duration: 2).samples) == [.unvoiced])
        #expect(try notes(Synthetic.sine(frequency: 220, duration: 2).samples) == [.steady])
    }

    @Test(arguments: [1, 160, 777])
    func `However the samples are cut, the notes are the same`(chunk: Int) throws {
        let samples = glide + Synthetic.noise(duration: 1).samples
        #expect(try notes(samples, chunk: chunk) == notes(samples))
    }
}
