import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct WritingTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `16-bit WAV files keep each sample within half a step`() throws {
        let noise = Synthetic.noise(duration: 0.5, sampleRate: 22050, amplitude: 0.99)
        try noise.write(toWAV: folder.path("noise.wav"))
        let back = try Signal(contentsOf: folder.path("noise.wav"))
        #expect(back.sampleRate == 22050)
        #expect(back.samples.count == noise.samples.count)
        // A step is 2⁻¹⁵.
        let worst = zip(back.samples, noise.samples).map { abs($0 - $1) }.max() ?? 1
        #expect(worst <= 0.5 / 32768)
    }

    @Test func `float WAV files keep each sample exactly`() throws {
        var noise = Synthetic.noise(duration: 0.5)
        noise.samples[3] = 7.5
        try noise.write(toWAV: folder.path("noise.wav"), encoding: .float32)
        #expect(try Signal(contentsOf: folder.path("noise.wav")) == noise)
    }

    @Test func `samples beyond full scale are clipped, not wrapped`() throws {
        try Signal(samples: [2, -2, 0], sampleRate: 8000).write(toWAV: folder.path("loud.wav"))
        #expect(try Signal(contentsOf: folder.path("loud.wav")).samples == [32767 / 32768, -1, 0])
    }

    @Test func `writing one signal twice gives the same bytes and leaves nothing else`() throws {
        let noise = Synthetic.noise(duration: 0.1)
        for encoding in [WaveEncoding.integer16, .float32] {
            try noise.write(toWAV: folder.path("a.wav"), encoding: encoding)
            try noise.write(toWAV: folder.path("b.wav"), encoding: encoding)
            #expect(
                try ContentHash(contentsOf: folder.path("a.wav")) == ContentHash(contentsOf: folder.path("b.wav")))
        }
        #expect(try folder.names() == ["a.wav", "b.wav"])
    }

    @Test func `writing what was read from a 16-bit file gives the same samples`() throws {
        let grid = Signal(samples: (-32768...32767).map { Float($0) / 32768 }, sampleRate: 16000)
        try grid.write(toWAV: folder.path("grid.wav"))
        #expect(try Signal(contentsOf: folder.path("grid.wav")) == grid)
    }

    @Test func `a signal that is not a number is not written`() {
        let signal = Signal(samples: [0, .nan], sampleRate: 16000)
        #expect(throws: AudioError(path: folder.path("nan.wav"), fact: .notFinite(time: 1 / 16000))) {
            try signal.write(toWAV: folder.path("nan.wav"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("nan.wav")))
    }

    @Test func `a place that cannot be written is one sentence and leaves nothing behind`() throws {
        let noise = Synthetic.noise(duration: 0.1)
        try FileManager.default.createDirectory(atPath: folder.path("taken"), withIntermediateDirectories: false)
        func sentence(_ name: String) -> String {
            do {
                try noise.write(toWAV: folder.path(name))
                return "no error"
            } catch {
                return "\(error)".replacingOccurrences(of: folder.path("") + "/", with: "")
                    .replacingOccurrences(of: folder.path(""), with: "")
            }
        }
        #expect(sentence("nowhere/a.wav") == "nowhere/a.wav: cannot be written: no such file or directory")
        #expect(sentence("taken") == "taken: cannot be written: is a directory")
        #expect(try folder.names() == ["taken"])
    }
}
