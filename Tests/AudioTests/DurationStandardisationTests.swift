import Foundation
import Testing
import UndertoneAudio

@Suite struct DurationStandardisationTests {
    private let samples = (0..<100).map { Float($0) }

    @Test func `padding adds zeros and takes nothing away`() {
        #expect(
            DurationStandardisation.pad(seconds: 1.5).apply(samples, sampleRate: 100) == samples + [Float](repeating: 0, count: 50))
        #expect(DurationStandardisation.pad(seconds: 0.5).apply(samples, sampleRate: 100) == samples)
    }

    @Test func `cropping keeps the stretch with the most energy, and the middle of equal ones`() {
        #expect(DurationStandardisation.crop(seconds: 0.1).apply(samples, sampleRate: 100) == Array(samples[90...]))
        let flat = (0..<100).map { Float($0.isMultiple(of: 2) ? 1 : -1) }
        let kept = DurationStandardisation.crop(seconds: 0.1).apply(Array(samples[..<45]) + flat, sampleRate: 100)
        #expect(kept == Array(samples[35..<45]))
        let ones = [Float](repeating: 0, count: 10) + [Float](repeating: 1, count: 20) + [Float](repeating: 0, count: 10)
        #expect(DurationStandardisation.crop(seconds: 0.3).apply(ones, sampleRate: 100) == Array(ones[5..<35]))
        #expect(DurationStandardisation.crop(seconds: 2).apply(samples, sampleRate: 100) == samples)
    }

    @Test func `tiling repeats the sound until it is long enough`() {
        #expect(
            DurationStandardisation.tile(seconds: 2.5).apply(samples, sampleRate: 100) == samples + samples + samples.prefix(50))
    }

    @Test func `fixing gives exactly the duration, once and again`() {
        for seconds in [0.3, 1, 2.5] {
            let standard = DurationStandardisation.fix(seconds: seconds)
            let once = standard.apply(samples, sampleRate: 100)
            #expect(once.count == Int((seconds * 100).rounded()))
            #expect(standard.apply(once, sampleRate: 100) == once)
        }
    }

    @Test func `no samples and durations that make no sense change nothing`() {
        for seconds in [Double.nan, .infinity, -1, 0, 1e9] {
            #expect(throws: SegmentationError.self) { try DurationStandardisation.tile(seconds: seconds).validate() }
            #expect(DurationStandardisation.fix(seconds: seconds).apply(samples, sampleRate: 100) == samples)
        }
        #expect(DurationStandardisation.tile(seconds: 1).apply([], sampleRate: 16000).isEmpty)
    }

    @Test func `samples that are not numbers are cropped too`() {
        let odd: [Float] = [.nan, .infinity, 1, 2, 3, -.infinity]
        #expect(DurationStandardisation.crop(seconds: 0.03).apply(odd, sampleRate: 100) == [1, 2, 3])
    }

    @Test func `it survives coding`() throws {
        for value in [DurationStandardisation.pad(seconds: 3), .crop(seconds: 2), .tile(seconds: 1), .fix(seconds: 4)] {
            #expect(try JSONDecoder().decode(DurationStandardisation.self, from: JSONEncoder().encode(value)) == value)
        }
    }
}
