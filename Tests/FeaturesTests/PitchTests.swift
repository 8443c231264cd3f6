import Foundation
import TestSupport
import Testing
import UndertoneAudio
import UndertoneFeatures

/// What holds of every method of pitch tracking.
struct PitchTests {
    static let methods = PitchOptions.Method.allCases

    private func tracker(
        _ method: PitchOptions.Method, _ change: (inout PitchOptions) -> Void = { _ in }
    ) throws -> PitchTracker {
        var options = PitchOptions(method: method, floor: 50)
        change(&options)
        return try PitchTracker(options, sampleRate: 16000)
    }

    private func cents(_ a: Float, _ b: Float) -> Double { 1200 * log2(Double(a) / Double(b)) }

    @Test("gain changes neither pitch nor voicing", arguments: methods)
    func gain(method: PitchOptions.Method) throws {
        let samples = PitchSignals.phrase
        let tracker = try tracker(method)
        let track = tracker.track(of: samples)
        #expect(track.frequencies.contains { $0 > 0 } && track.frequencies.contains(0))
        // A power of two changes no digit; another gain rounds the samples anew.
        #expect(tracker.track(of: samples.map { $0 / 1024 }) == track)
        let louder = tracker.track(of: samples.map { $0 * 1.37 })
        for (a, b) in zip(track.frequencies, louder.frequencies) where a > 0 || b > 0 { #expect(abs(cents(a, b)) < 0.1) }
    }

    @Test("a stream gives the bits of the whole however it is cut", arguments: methods, TrackAlignment.allCases)
    func chunks(method: PitchOptions.Method, alignment: TrackAlignment) throws {
        let samples = Array(PitchSignals.phrase.prefix(9001))
        for delay in [nil, 0, 0.05, 0.3] {
            let tracker = try tracker(method) {
                $0.alignment = alignment
                $0.pathDelay = delay
            }
            let whole = tracker.track(of: samples)
            #expect(whole.count > 40)
            var generator = SeededGenerator(seed: 5)
            for largest in [1, 7, 161, 3000, 20000] {
                var driver = tracker.online()
                var points: [PitchCandidate] = []
                var position = 0
                while position < samples.count {
                    let end = min(samples.count, position + Int.random(in: 0...largest, using: &generator))
                    points += driver.accept(Array(samples[position..<end]))
                    position = end
                }
                points += driver.finish()
                #expect(PitchTrack(firstTime: driver.firstTime, timeStep: 0.01, points: points) == whole)
            }
        }
    }

    @Test("any input gives one defined value a frame", arguments: methods)
    func anyInput(method: PitchOptions.Method) throws {
        let noise = Synthetic.noise(duration: 0.05).samples
        let inputs: [[Float]] = [
            [0], [1], [.nan], [Float](repeating: 0.1, count: 5000), noise, noise.map { $0 * 1e38 }, noise.map { $0 * 1e-38 },
            noise.map { $0 > 0.4 ? .nan : $0 < -0.4 ? .infinity : $0 }, noise.map { $0 > 0 ? 1 : -1 },
            Array(noise.prefix(17)),
        ]
        for alignment in TrackAlignment.allCases {
            for delay in [nil, 0.1] {
                let tracker = try tracker(method) {
                    $0.alignment = alignment
                    $0.pathDelay = delay
                }
                #expect(tracker.track(of: []).count == 0)
                for input in inputs {
                    let track = tracker.track(of: input)
                    #expect(track.count >= 1)
                    #expect(track.frequencies.allSatisfy { $0 == 0 || (49...601).contains($0) })
                    #expect(track.strengths.allSatisfy { (0...1).contains($0) })
                }
            }
        }
    }

    @Test("silence, a constant and white noise are unvoiced", arguments: methods)
    func unvoiced(method: PitchOptions.Method) throws {
        let tracker = try tracker(method)
        #expect(tracker.track(of: [Float](repeating: 0, count: 8000)).frequencies.allSatisfy { $0 == 0 })
        #expect(tracker.track(of: [Float](repeating: 0.1, count: 8000)).frequencies.allSatisfy { $0 == 0 })
        let noise = tracker.track(of: Synthetic.noise(duration: 1).samples).frequencies
        #expect(noise.filter { $0 > 0 }.count <= noise.count / 20)
    }

    @Test("silence put before and behind does not change the mean of what is voiced", arguments: methods)
    func silence(method: PitchOptions.Method) throws {
        let tracker = try tracker(method)
        // A fade keeps the new edges from being a sound of their own.
        let voice = PitchSignals.faded(SyntheticVoice(fundamentalFrequency: 140, finalFrequency: 180, duration: 1))
        let mean = try #require(tracker.track(of: voice).meanFrequency)
        let pause = [Float](repeating: 0, count: 8000)
        let longer = try #require(tracker.track(of: pause + voice + pause).meanFrequency)
        // The frames on the fades, a few of a hundred, may change.
        #expect(abs(longer / mean - 1) < 0.005)
    }

    @Test("time reversal leaves the mean pitch", arguments: methods)
    func reversal(method: PitchOptions.Method) throws {
        let tracker = try tracker(method)
        let samples = PitchSignals.phrase
        let mean = try #require(tracker.track(of: samples).meanFrequency)
        let reversed = try #require(tracker.track(of: samples.reversed()).meanFrequency)
        #expect(abs(reversed / mean - 1) < 0.005)
    }

    @Test("with a delay the frames come live, and on a steady voice they are those of the whole", arguments: methods)
    func delay(method: PitchOptions.Method) throws {
        let samples = SyntheticVoice(fundamentalFrequency: 150, duration: 1).rendering().signal.samples
        let tracker = try tracker(method) { $0.pathDelay = 0.1 }
        var driver = tracker.online()
        var early: [PitchCandidate] = []
        for start in stride(from: 0, to: samples.count, by: 160) {
            early += driver.accept(Array(samples[start..<min(samples.count, start + 160)]))
            // Half a window, the delay, and the step that is under way.
            let heard = Double(start + 160) / 16000
            let due = heard - Double(tracker.windowLength) / 16000 - 0.1 - 0.02
            #expect(Double(early.count) * 0.01 >= due)
        }
        let whole = try self.tracker(method).track(of: samples).frequencies
        #expect((early + driver.finish()).map(\.frequency) == whole)
    }
}
