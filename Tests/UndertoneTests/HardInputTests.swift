import Foundation
import TestSupport
import Testing
import Undertone
import UndertoneAudio

@Suite struct HardInputTests {
    @Test func `two hundred sounds without speech end no process and get no confident emotion`() throws {
        #expect(HardInput.all.count >= 200)
        let recognizer = try Recognizer()
        var silent = 0
        for input in HardInput.all {
            let prediction = try recognizer.recognize(samples: input.samples, sampleRate: 16000)
            if prediction.emotion == nil { silent += 1 }
            #expect(prediction.confidence <= 0.5, "\(input.name): \(prediction.confidence)")
            #expect(prediction.duration == Double(input.samples.count) / 16000)
            let quality = prediction.quality
            let figures = [quality.level, quality.peak, quality.clipping, quality.signalToNoise, quality.bandwidth, quality.reliability]
            #expect(figures.allSatisfy { $0?.isFinite ?? true }, "\(input.name)")
        }
        // Gliding tones and rumble are taken for a voice now and then, but never for a clear one.
        #expect(Double(silent) >= 0.85 * Double(HardInput.all.count), "\(silent) of \(HardInput.all.count)")
    }

    @Test func `every sample recording, in which somebody speaks, gets an answer`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Samples").standardized
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { ["wav", "flac", "ogg"].contains(URL(fileURLWithPath: $0).pathExtension) }
        #expect(names.count >= 3)
        let recognizer = try Recognizer()
        for name in names {
            let prediction = try recognizer.recognize(contentsOf: folder.appendingPathComponent(name).path)
            #expect(prediction.emotion != nil && prediction.quality.speechShare ?? 0 > 0.3, "\(name)")
        }
    }

    @Test func `three hours of zeros are no speech`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("zeros.wav")
        let bytes = 3 * 3600 * 8000 * 2
        let header = WaveBytes {
            $0.sampleRate = 8000
            $0.data = []
            $0.declaredSize = bytes
            $0.declaredFileSize = bytes + 36
        }
        try Data(header.bytes).write(to: URL(fileURLWithPath: path))
        // A hole in the file: zeros that take no room.
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.truncate(atOffset: UInt64(header.bytes.count + bytes))
        try file.close()
        let prediction = try Recognizer().recognize(contentsOf: path)
        #expect(prediction.duration == 10800)
        #expect(prediction.emotion == nil && prediction.confidence == 0 && prediction.segments.isEmpty)
    }
}
