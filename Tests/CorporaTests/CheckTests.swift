import Foundation
import TestSupport
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertoneCorpora

struct CheckTests {
    private func finding(_ make: (TemporaryFolder) throws -> Void) async throws -> [String] {
        let folder = try TemporaryFolder()
        try folder.writeSound("sad/fine.wav", Synthetic.noise(duration: 0.5, seed: 1))
        try folder.writeSound("sad/fine too.wav", Synthetic.noise(duration: 0.5, seed: 2))
        try make(folder)
        let result = try await CorpusCheck().run(try Corpus(named: "mine", at: folder.path))
        #expect(result.isSound == result.findings.isEmpty)
        return result.findings.map { $0.description.replacing(folder.path + "/", with: "") }
    }

    @Test func `sound recordings give no finding`() async throws {
        #expect(try await finding { _ in } == [])
    }

    @Test func `silence is found, digital or only very low`() async throws {
        let found = try await finding {
            try $0.writeSound("sad/zero.wav", Signal(samples: [Float](repeating: 0, count: 8000), sampleRate: 16000))
            try $0.writeSound("sad/low.wav", Synthetic.sine(frequency: 100, duration: 0.5, amplitude: 0.0005))
        }
        #expect(found == [
            "sad/low.wav: it is silent; its highest sample is at -66 dB.", "sad/zero.wav: it is digital silence.",
        ])
    }

    @Test func `clipping is found by its flat tops, and full level alone is not clipping`() async throws {
        let found = try await finding {
            // Three times full scale: an arcsine's share 2/π·acos(1/3) = 0.784 of the samples is cut off.
            try $0.writeSound("sad/cut.wav", Synthetic.sine(frequency: 100, duration: 0.5, amplitude: 3))
            try $0.writeSound("sad/full.wav", Synthetic.noise(duration: 0.5, amplitude: 0.995, seed: 3))
        }
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("sad/cut.wav: it is clipped; 78.") == true)
    }

    @Test func `the same audio is found, and is worse under different labels`() async throws {
        let found = try await finding {
            try $0.writeSound("happy/a.wav", Synthetic.noise(duration: 0.3, seed: 8))
            try $0.writeSound("happy/b.wav", Synthetic.noise(duration: 0.3, seed: 8))
            try $0.writeSound("happy/c.wav", Synthetic.noise(duration: 0.3, seed: 9))
            try $0.writeSound("sad/c.wav", Synthetic.noise(duration: 0.3, seed: 9))
        }
        #expect(found == [
            "happy/a.wav, happy/b.wav: these hold the same audio.",
            "happy/c.wav, sad/c.wav: these hold the same audio under different labels (happiness, sadness).",
        ])
    }

    @Test func `what is empty or no audio is found`() async throws {
        let found = try await finding {
            try $0.write("sad/empty.wav", Data())
            try $0.writeSound("sad/header only.wav", Signal(samples: [], sampleRate: 16000))
            try $0.write("sad/text.wav", Data(String(repeating: "no sound here. ", count: 100).utf8))
        }
        #expect(found.count == 3)
        #expect(found.prefix(2) == ["sad/empty.wav: there is no sound in it.", "sad/header only.wav: there is no sound in it."])
        #expect(found.last?.hasPrefix("sad/text.wav") == true)
    }

    @Test func `an odd sample rate is found`() async throws {
        let found = try await finding {
            try $0.writeSound("sad/fast.wav", Synthetic.noise(duration: 0.5, sampleRate: 96000, seed: 4))
        }
        #expect(found == ["sad/fast.wav: its sample rate is 96000 Hz where most of the corpus has 16000 Hz."])
    }

    @Test func `a recording that a manifest lists but that is not there is found`() async throws {
        let folder = try TemporaryFolder(["manifest.csv": "path,label\ngone.wav,sad\nhere.wav,sad\n"])
        try folder.writeSound("here.wav", Synthetic.noise(duration: 0.1))
        let counter = Counter()
        let result = try await CorpusCheck().run(try Corpus(named: "mine", at: folder.path)) { counter.note($0) }
        #expect(result.counts == ["missing": 1])
        #expect(result.findings.map(\.description) == ["\(folder.path)/gone.wav: there is no such file."])
        #expect(result.recordings.map { $0 == nil } == [true, false])
        #expect(counter.highest == 2)
    }

    @Test func `statistics count and time per label, speaker and sex`() async throws {
        let folder = try TemporaryFolder([
            "manifest.csv": "path,label,speaker,sex\na.wav,sad,x,f\nb.wav,sad,y,m\nc.wav,joy,x,f\ngone.wav,joy,z,\n"
        ])
        for (name, duration) in [("a", 1.0), ("b", 2.0), ("c", 0.5)] {
            try folder.writeSound("\(name).wav", Synthetic.noise(duration: duration))
        }
        let utterances = try Corpus(named: "mine", at: folder.path).utterances
        let statistics = CorpusStatistics(utterances, durations: try await CorpusStatistics.durations(of: utterances))
        #expect(statistics.total == .init(utterances: 4, duration: 3.5))
        #expect(
            statistics.byLabel
                == [.sadness: .init(utterances: 2, duration: 3), .happiness: .init(utterances: 2, duration: 0.5)])
        #expect(statistics.bySpeaker["mine/x"] == .init(utterances: 2, duration: 1.5))
        #expect(statistics.bySex == [
            .female: .init(utterances: 2, duration: 1.5), .male: .init(utterances: 1, duration: 2),
            nil: .init(utterances: 1, duration: 0),
        ])
        #expect(statistics.unknownDurations == 1)
        #expect(statistics.table.split(separator: "\n").map(String.init) == [
            "             utterances   minutes", "all                   4       0.1", "happiness             2       0.0",
            "sadness               2       0.1", "female                2       0.0", "male                  1       0.0",
            "sex unknown           1       0.0", "mine/x                2       0.0", "mine/y                1       0.0",
            "mine/z                1       0.0",
        ])
    }
}

/// The highest number that was reported, from any thread.
private final class Counter: @unchecked Sendable {
    // `value` is only touched with `lock` held.
    private let lock = NSLock()
    private var value = 0

    func note(_ number: Int) {
        lock.withLock { value = max(value, number) }
    }

    var highest: Int { lock.withLock { value } }
}
