import Foundation
import Testing
@testable import UndertoneFeatures

/// Intonation on contours that are given frame by frame: what goes in is what must come out.
struct IntonationTests {
    /// The functionals of a contour in semitones, nil where unvoiced, at an even intensity.
    private func measure(_ semitones: [Double?]) -> ProsodyMeasurement {
        let frequencies = semitones.map { $0.map { Float(27.5 * exp2($0 / 12)) } ?? 0 }
        let levels = [Float](repeating: 70, count: semitones.count)
        return ProsodyMeasurement(
            ProsodyContours(
                frequencies: frequencies, strengths: frequencies.map { $0 > 0 ? 0.9 : 0 }, intensities: levels,
                vowelIntensities: levels),
            options: ProsodyOptions())
    }

    private func expect(
        _ measurement: ProsodyMeasurement, _ functional: ProsodyFunctional, _ value: Double, within tolerance: Double,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let measured = measurement[functional] ?? .nan
        #expect(abs(measured - value) <= tolerance, "\(functional.rawValue) is \(measured)", sourceLocation: sourceLocation)
    }

    /// Up by 4 semitones in 0.2 s and down in 0.4 s, three times.
    private let waves: [Double?] = (0..<180).map { frame in
        let place = Double(frame % 60)
        return 36 + (place < 20 ? place / 5 : (60 - place) / 10)
    }

    @Test func `a falling line declines by its slope`() {
        let measurement = measure((0..<200).map { 40 - 0.03 * Double($0) })
        expect(measurement, .pitchDeclination, -3, within: 1e-4)
        expect(measurement, .pitchDeclinationResidual, 0, within: 1e-4)
        expect(measurement, .pitchAbsoluteSlope, 3, within: 1e-3)
        expect(measurement, .pitchFallSize, 5.97, within: 0.01)
        expect(measurement, .pitchFallSlope, 3, within: 1e-3)
        expect(measurement, .pitchRiseRate, 0, within: 0)
        #expect(measurement[.pitchRiseSize] == nil)
        // The first and the last 300 ms lie 1.7 s apart.
        let fall = (measurement[.pitchInitialLevel] ?? 0) - (measurement[.pitchFinalLevel] ?? 0)
        #expect(abs(fall - 5.1) < 0.01)
    }

    @Test func `rises and falls are counted, sized and timed`() {
        let measurement = measure(waves)
        // The average over 50 ms rounds the corners off: half a semitone of four at most.
        expect(measurement, .pitchRiseRate, 3 / 1.8, within: 1e-6)
        expect(measurement, .pitchFallRate, 3 / 1.8, within: 1e-6)
        expect(measurement, .pitchRiseSize, 4, within: 0.5)
        expect(measurement, .pitchFallSize, 4, within: 0.5)
        expect(measurement, .pitchRiseSlope, 20, within: 3)
        expect(measurement, .pitchFallSlope, 10, within: 1)
    }

    @Test func `ripples smaller than a semitone are no movement`() {
        let measurement = measure((0..<100).map { 36 + 0.4 * sin(Double($0) / 3) })
        expect(measurement, .pitchRiseRate, 0, within: 0)
        expect(measurement, .pitchFallRate, 0, within: 0)
    }

    @Test func `a short jump by an octave is mended`() {
        var contour: [Double?] = (0..<100).map { 36 + 0.01 * Double($0) }
        for frame in 30..<36 { contour[frame] = (contour[frame] ?? 0) + 12 }
        for frame in 60..<69 { contour[frame] = (contour[frame] ?? 0) - 12 }
        let measurement = measure(contour)
        expect(measurement, .pitchRange, 0.9, within: 0.02)
        expect(measurement, .pitchAbsoluteSlope, 1, within: 0.01)
        expect(measurement, .pitchRiseRate, 0, within: 0)
        expect(measurement, .pitchDeclination, 1, within: 0.01)
    }

    @Test func `a voice that breaks by an octave keeps both registers, without a slope between them`() {
        let measurement = measure((0..<100).map { $0 < 50 ? 36 : 48 })
        expect(measurement, .pitchRange, 12, within: 1e-4)
        expect(measurement, .pitchAbsoluteSlope, 0, within: 1e-4)
        expect(measurement, .pitchRiseRate, 0, within: 0)
    }

    @Test func `a movement goes through a consonant and not through a pause`() {
        func rising(gap: Int) -> [Double?] {
            (0..<40).map { 36 + 0.02 * Double($0) } + Array(repeating: nil, count: gap)
                + (0..<40).map { 36 + 0.02 * Double(40 + gap + $0) }
        }
        expect(measure(rising(gap: 8)), .pitchRiseRate, 1 / 0.8, within: 1e-6)
        // Neither half rises by a semitone alone.
        expect(measure(rising(gap: 20)), .pitchRiseRate, 0, within: 0)
    }

    @Test func `the final movement is that of the last 300 ms of voice`() {
        let question = measure((0..<100).map { 36 + 0.1 * max(0, Double($0) - 70) } + Array(repeating: nil, count: 50))
        expect(question, .pitchFinalSlope, 10, within: 1e-3)
        #expect((question[.pitchFinalLevel] ?? 0) > 1)
    }

    @Test func `transposing moves the level and leaves the shape`() {
        let (low, high) = (measure(waves), measure(waves.map { $0.map { $0 + 7 } }))
        for functional in ProsodyFunctional.allCases {
            guard let before = low[functional], let after = high[functional] else {
                #expect(low[functional] == nil && high[functional] == nil)
                continue
            }
            let isLevel = functional.rawValue.hasPrefix("pitch_percentile") || [.pitchMean, .pitchMedian].contains(functional)
            #expect(abs(after - before - (isLevel ? 7 : 0)) < 1e-3, "\(functional.rawValue)")
        }
    }

    @Test func `played backwards a voice has the same mean and the opposite declination`() {
        let line: [Double?] = waves.enumerated().map { index, value in value.map { $0 - 0.02 * Double(index) } }
        let (forwards, backwards) = (measure(line), measure(line.reversed()))
        for functional in [ProsodyFunctional.pitchMean, .pitchMedian, .pitchRange, .pitchDeviation, .pitchAbsoluteSlope] {
            expect(backwards, functional, forwards[functional] ?? .nan, within: 1e-6)
        }
        expect(backwards, .pitchDeclination, -(forwards[.pitchDeclination] ?? .nan), within: 1e-6)
        expect(backwards, .pitchRiseSize, forwards[.pitchFallSize] ?? .nan, within: 1e-3)
    }

    @Test func `voicing too short to be one is left out`() {
        var contour: [Double?] = Array(repeating: nil, count: 100)
        contour[10] = 60
        contour[11] = 60
        #expect(measure(contour)[.pitchMean] == nil)
        contour[12] = 60
        expect(measure(contour), .pitchMean, 60, within: 1e-4)
    }

    @Test func `turns need a movement of the size asked for`() {
        #expect(TurningPoints.indices(of: [], smallestMovement: 1).isEmpty)
        #expect(TurningPoints.indices(of: [3, 3.5, 3], smallestMovement: 1).isEmpty)
        #expect(TurningPoints.indices(of: [0, 2, 1.5, 3, 0, 0.5], smallestMovement: 1) == [0, 3, 4])
        #expect(TurningPoints.indices(of: [0, 2, 0, 2], smallestMovement: 1) == [0, 1, 2, 3])
        #expect(TurningPoints.indices(of: [2, 2, 0], smallestMovement: 1) == [0, 2])
    }
}
