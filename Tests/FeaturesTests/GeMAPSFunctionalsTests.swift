import Testing

@testable import UndertoneFeatures

@Suite("GeMAPS functionals")
struct GeMAPSFunctionalsTests {
    @Test("A frame is averaged with its neighbours, the ends standing in for what lies beyond")
    func smoothing() {
        #expect(GeMAPSSmoothing.smoothed([3, 6, 9, 0]) == [4, 6, 5, 3])
        #expect(GeMAPSSmoothing.smoothed([5]) == [5])
        #expect(GeMAPSSmoothing.smoothed([]) == [])
    }

    @Test("Zeros of a voiced descriptor stay and take no part in their neighbours' means")
    func voicedSmoothing() {
        #expect(GeMAPSSmoothing.voicedSmoothed([0, 4, 8, 0, 2, 0]) == [0, 6, 6, 0, 2, 0])
    }

    @Test("Peaks and valleys are those that stand out by a tenth of the range")
    func turningPoints() {
        // A wiggle of 0.5 in a range of 10 is passed over; one of 2 is not.
        let turns = GeMAPSTurningPoints([0, 5, 4.5, 10, 6, 8, 3, 1, 4, 4])
        #expect(turns.points.map(\.frame) == [3, 4, 5, 7])
        #expect(turns.points.map(\.isPeak) == [true, false, true, false])
        #expect(turns.peakCount == 2)
    }

    @Test("A later peak takes an earlier one's place only when it is clearly higher")
    func competingPeaks() {
        #expect(GeMAPSTurningPoints([0, 10, 9.5, 10.2, 5, 0, 0]).points.map(\.frame) == [1])
        #expect(GeMAPSTurningPoints([0, 10, 9.5, 11, 5, 0, 0]).points.map(\.frame) == [3])
    }

    @Test("Slopes run between turning points, from the start and to the end, per second")
    func slopes() {
        // Up by 1, down by 2 a frame; the last stretch of 4 frames falls by 1.
        let slopes = GeMAPSTurningPoints([0, 1, 2, 3, 4, 2, 0, 1, 2, 3, 2, 1, 0, -1]).slopes(frameRate: 100)
        #expect(abs(slopes.rising.mean - 100) < 1e-9)
        #expect(abs(slopes.rising.deviation) < 1e-9)
        // 200 and the last stretch with its own sign: (200 − 100) / 2; the deviation has one square of two.
        #expect(abs(slopes.falling.mean - 50) < 1e-9)
        #expect(abs(slopes.falling.deviation - (150.0 * 150 / 2).squareRoot()) < 1e-9)
    }

    @Test("Nothing turns in a constant, in rounding, or in three frames")
    func flatContours() {
        #expect(GeMAPSTurningPoints([2, 2, 2, 2, 2, 2]).points.isEmpty)
        #expect(GeMAPSTurningPoints([2, 2.0000002, 2, 2.0000002, 2, 2]).points.isEmpty)
        #expect(GeMAPSTurningPoints([0, 1, 0]).slopes(frameRate: 100).rising == GeMAPSTurningPoints.Slopes())
        #expect(GeMAPSTurningPoints([]).peakCount == 0)
    }

    @Test("A single frame does not part a stretch, and less than three frames are none")
    func segments() {
        func flags(_ text: String) -> [Bool] { text.map { $0 == "v" } }
        #expect(GeMAPSSegments(flags("vvvv.vv..vv...vvv"), of: true).lengths == [7, 3])
        #expect(GeMAPSSegments(flags("vvvv.vv..vv...vvv"), of: false).lengths == [3])
        #expect(GeMAPSSegments([], of: true).moments == (0, 0))
        let moments = GeMAPSSegments(flags("vvv....vvvvv"), of: true).moments
        #expect(moments.mean == 3)
        #expect(moments.deviation == 1)
    }

    @Test("Contours of known numbers have the functionals that a hand computes")
    func knownContours() {
        var contours = GeMAPSContours()
        for frame in 0..<14 {
            contours.append(GeMAPSSpectralFrame(loudness: Float(frame), alphaRatio: frame < 5 ? 10 : -2, rootMeanSquare: 0.1))
        }
        // Five voiced frames an octave above 27.5 Hz, five unvoiced.
        for frame in 0..<10 {
            contours.append(GeMAPSVoiceFrame(fundamentalFrequency: frame < 5 ? 55 : 0, jitter: frame < 5 ? 0.01 : 0))
        }
        let values = values(of: contours)
        #expect(values["F0semitoneFrom27.5Hz_sma3nz_amean"] == 12)
        #expect(values["F0semitoneFrom27.5Hz_sma3nz_stddevNorm"] == 0)
        #expect(values["loudness_sma3_amean"] == 6.5)
        // Smoothing moves only the ends: 1/3, 1, 2 … 12, 12 2/3, whose percentile 50 lies between 6 and 7.
        #expect(values["loudness_sma3_percentile50.0"] == 6.5)
        #expect(abs((values["loudness_sma3_percentile20.0"] ?? 0) - 2.6) < 1e-6)
        #expect(values["jitterLocal_sma3nz_amean"] == 0.01)
        // Chosen before smoothing, neither kind leaks into the other.
        #expect(values["alphaRatioV_sma3nz_amean"] == 10)
        #expect(values["alphaRatioUV_sma3nz_amean"] == -2)
        // All ten frames count, none being open at the end: five voiced, five unvoiced; n frames last n − 1 hops.
        #expect(abs((values["VoicedSegmentsPerSec"] ?? 0) - 1 / 0.1) < 1e-4)
        #expect(abs((values["MeanVoicedSegmentLengthSec"] ?? 0) - 0.04) < 1e-7)
        #expect(abs((values["MeanUnvoicedSegmentLength"] ?? 0) - 0.04) < 1e-7)
        #expect(abs((values["equivalentSoundLevel_dBp"] ?? 0) + 20) < 1e-4)
    }

    @Test("The deviation is divided by the mean with its sign")
    func normalisedDeviation() {
        var contours = GeMAPSContours()
        for frame in 0..<14 { contours.append(GeMAPSSpectralFrame(mfcc: SIMD4(frame < 7 ? -1 : -3, 0, 0, 0))) }
        for _ in 0..<10 { contours.append(GeMAPSVoiceFrame()) }
        let value = values(of: contours)["mfcc1_sma3_stddevNorm"] ?? 0
        #expect(value < -0.4 && value > -0.5)
    }

    private func values(of contours: GeMAPSContours) -> [String: Float] {
        Dictionary(uniqueKeysWithValues: zip(GeMAPSSet.egemaps.functionalNames, GeMAPSFunctionals.values(of: contours)))
    }
}
