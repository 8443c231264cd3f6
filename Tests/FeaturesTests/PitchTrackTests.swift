import Testing
import UndertoneFeatures

struct PitchTrackTests {
    private let track = PitchTrack(
        firstTime: 0.02, timeStep: 0.01,
        points: [0, 100, 110, 0, 0, 220].map { PitchCandidate(frequency: $0, strength: $0 > 0 ? 0.9 : 0) })

    @Test("between voiced frames the pitch lies on a line, beside unvoiced ones it holds for half a step")
    func interpolation() throws {
        #expect(abs(try #require(track.frequency(at: 0.035)) - 105) < 1e-6)
        #expect(track.frequency(at: 0.026) == 100)
        #expect(track.frequency(at: 0.024) == nil)
        #expect(track.frequency(at: 0.05) == nil)
        #expect(track.frequency(at: 0.0745) == 220)
        #expect(track.frequency(at: 0.076) == nil)
        #expect(track.frequency(at: .nan) == nil)
        #expect(track.frequency(at: -1e300) == nil)
    }

    @Test("voiced runs, semitones and the mean leave unvoiced frames out")
    func summaries() {
        #expect(track.voicedRanges == [1..<3, 5..<6])
        #expect(track.semitones(above: 110)[5] == 12)
        #expect(track.semitones()[0] == nil)
        #expect(abs((track.meanFrequency ?? 0) - 430.0 / 3) < 1e-6)
        #expect(PitchTrack(firstTime: 0, timeStep: 0.01, points: []).meanFrequency == nil)
        #expect(PitchTrack(firstTime: 0, timeStep: 0.01, points: []).voicedRanges.isEmpty)
    }

    @Test("frames centred in the file stand where Praat puts them", arguments: [
        // Counts and first times as parselmouth 0.4.7 (Praat 6.1.38) gives them for a floor of 75 Hz and a step of 0.01 s.
        (800, 2, 0.02), (1000, 3, 0.02125), (16000, 97, 0.02), (16001, 97, 0.02003125), (20007, 122, 0.02021875),
    ])
    func placement(sampleCount: Int, count: Int, firstTime: Double) throws {
        let tracker = try PitchTracker(PitchOptions(alignment: .centredInFile), sampleRate: 16000)
        let track = tracker.track(of: [Float](repeating: 0, count: sampleCount))
        #expect(track.count == count)
        #expect(abs(track.firstTime - firstTime) < 1e-9)
    }

    @Test("options that cannot be computed are refused with the field's name")
    func options() {
        func message(_ change: (inout PitchOptions) -> Void, rate: Int = 16000) -> String {
            var options = PitchOptions()
            change(&options)
            do {
                _ = try PitchTracker(options, sampleRate: rate)
                return ""
            } catch {
                return error.description
            }
        }
        #expect(message { _ in } == "")
        #expect(message { $0.floor = .nan } == "The feature option pitch.floor is nan; it must be from 10.0 to 2000.0.")
        #expect(message { $0.ceiling = 50 }.contains("pitch.ceiling"))
        #expect(message({ $0.ceiling = 5000 }, rate: 8000).contains("pitch.ceiling"))
        #expect(message { $0.timeStep = 0 }.contains("pitch.timeStep"))
        #expect(message { $0.candidateCount = 1 }.contains("pitch.candidateCount"))
        #expect(message { $0.pathDelay = -1 }.contains("pitch.pathDelay"))
        #expect(message({ $0.floor = 10 }, rate: 192_000).contains("window"))
        #expect(message({ _ in }, rate: 0).contains("sampleRate"))
    }
}
