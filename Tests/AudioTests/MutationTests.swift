import Foundation
import TestSupport
import Testing
import UndertoneAudio

@Suite struct MutationTests {
    static let formats: [SoundWriter.Format] = [
        .wav16, .wavFloat, .wavALaw, .rf64, .aiff16, .au16, .caf16, .flac16, .oggVorbis, .opus, .mp3,
    ]

    /// Damaged recordings either give finite samples, within bounds, or say what is wrong. Seeded: a failure repeats.
    @Test(arguments: formats)
    func `changed, cut and stuffed recordings are samples or an error, never a crash`(
        format: SoundWriter.Format
    ) throws {
        let folder = try TemporaryFolder()
        let original = try SoundWriter.bytes(Synthetic.noise(duration: 0.4, seed: 9), format: format)
        var generator = SeededGenerator(seed: 2026)
        var outcomes = (read: 0, refused: 0)
        for round in 0..<120 {
            let bytes = Self.mutate(original, round: round, using: &generator)
            let path = try folder.write(bytes, as: "mutant")
            do throws(AudioError) {
                let options = DecodingOptions(
                    sampleRate: round % 2 == 0 ? nil : 16000, maximumDuration: 600, ffmpeg: nil)
                let signal = try Signal(contentsOf: path, options: options)
                #expect(signal.samples.allSatisfy { $0.isFinite })
                #expect(!signal.samples.isEmpty)
                outcomes.read += 1
            } catch {
                outcomes.refused += 1
            }
        }
        // Both happen, or the mutations are too weak or too strong to say anything.
        #expect(outcomes.refused > 10)
        #expect(outcomes.read + outcomes.refused == 120)
    }

    private static func mutate(
        _ original: [UInt8], round: Int, using generator: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = original
        // Half of the changes fall into the header, where they do most.
        func place() -> Int {
            let limit = Bool.random(using: &generator) ? min(bytes.count, 100) : bytes.count
            return Int.random(in: 0..<max(1, limit), using: &generator)
        }
        switch round % 5 {
        case 0:
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                bytes[place()] = UInt8.random(in: 0...255, using: &generator)
            }
        case 1:
            bytes.removeLast(Int.random(in: 1..<bytes.count, using: &generator))
        case 2:
            let start = place()
            bytes.removeSubrange(start..<min(bytes.count, start + Int.random(in: 1...64, using: &generator)))
        case 3:
            let extra = (0..<Int.random(in: 1...64, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            bytes.insert(contentsOf: extra, at: place())
        default:
            let start = place()
            let value: UInt8 = Bool.random(using: &generator) ? 0xFF : 0
            for index in start..<min(bytes.count, start + 4) { bytes[index] = value }
        }
        return bytes
    }
}
