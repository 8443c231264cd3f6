import Foundation

/// Sums contours up in the 88 functionals of eGeMAPSv02 (Eyben et al. 2016, with openSMILE 2.6's reading of the paper).
///
/// * Spectral contours are those of all 20 ms frames; pitch and what hangs on it those of the 60 ms frames.
/// * Descriptors of voiced frames (`V`, formant frequencies and bandwidths) or unvoiced ones (`UV`) are chosen before they are
///   smoothed, so that the other kind never leaks in. Zeros take no part, as they say that there is nothing to measure.
/// * `stddevNorm` is the population standard deviation over the mean, with the mean's sign.
/// * Formant amplitudes count in unvoiced frames too, with the −201 dB that stands for none.
/// * What has no value, as the pitch of a whisper, is 0.
struct GeMAPSFunctionals: Sendable {
    private let contours: GeMAPSContours
    /// Frames of 60 ms that are summed up: openSMILE leaves out those whose pitch was open when the recording ended.
    private let rows: Int
    /// One more, where there is one: the neighbour of the last.
    private let smoothedFrames: Int
    private var values: [Float] = []

    private static let frameRate = 100.0
    /// The sound level of silence: −120 dB.
    private static let energyFloor = 1e-12

    /// The functionals in the order of `GeMAPSSet.egemaps.functionalNames`; all of them finite, and all 0 without a 60 ms frame.
    static func values(of contours: GeMAPSContours) -> [Float] {
        guard !contours.semitones.isEmpty else {
            return [Float](repeating: 0, count: GeMAPSSet.egemaps.functionalNames.count)
        }
        var functionals = GeMAPSFunctionals(contours)
        functionals.measure()
        return functionals.values.map { $0.isFinite ? $0 : 0 }
    }

    private init(_ contours: GeMAPSContours) {
        self.contours = contours
        rows = max(contours.semitones.count - contours.openCount, 1)
        smoothedFrames = min(rows + 1, contours.semitones.count, contours.loudness.count)
    }

    private mutating func measure() {
        let semitones = rowsSmoothed(contours.semitones)
        let loudness = GeMAPSSmoothing.smoothed(contours.loudness)
        let loudnessTurns = GeMAPSTurningPoints(loudness)
        let pitch = semitones.filter { $0 != 0 }
        appendContour(pitch, GeMAPSTurningPoints(pitch))
        appendContour(loudness, loudnessTurns)
        for contour in contours.spectral[4...] { appendMoments(GeMAPSSmoothing.smoothed(contour)) }
        for contour in contours.voice { appendMoments(measured(rowsSmoothed(contour))) }
        let isVoiced = contours.semitones.prefix(smoothedFrames).map { $0 != 0 }
        for formant in 0..<3 {
            appendMoments(chosen(contours.formantFrequencies[formant], isVoiced, true))
            appendMoments(chosen(contours.formantBandwidths[formant], isVoiced, true))
            appendMoments(measured(rowsSmoothed(contours.formantAmplitudes[formant])))
        }
        for contour in contours.spectral { appendMoments(chosen(contour, isVoiced, true)) }
        for contour in contours.spectral[..<5] { values.append(Self.moments(chosen(contour, isVoiced, false)).mean) }
        appendTiming(isVoiced.prefix(rows), loudnessPeaks: loudnessTurns.peakCount)
        let level = contours.energy / Double(contours.loudness.count)
        values.append(Float(10 * log10(max(level, Self.energyFloor))))
    }

    /// The rows that are summed up of a contour of 60 ms frames.
    private func rowsSmoothed(_ contour: [Float]) -> [Float] {
        Array(GeMAPSSmoothing.voicedSmoothed(Array(contour.prefix(smoothedFrames))).prefix(rows))
    }

    private func measured(_ contour: [Float]) -> [Float] { contour.filter { $0 != 0 } }

    /// What is measured in the frames of one kind, smoothed among themselves.
    private func chosen(_ contour: [Float], _ isVoiced: [Bool], _ kind: Bool) -> [Float] {
        measured(rowsSmoothed(zip(contour, isVoiced).map { $1 == kind ? $0 : 0 }))
    }

    private mutating func appendMoments(_ contour: [Float]) {
        let moments = Self.moments(contour)
        values += [moments.mean, moments.normalisedDeviation]
    }

    private mutating func appendContour(_ contour: [Float], _ turns: GeMAPSTurningPoints) {
        appendMoments(contour)
        let sorted = contour.sorted()
        let percentiles = [0.2, 0.5, 0.8].map { Self.percentile($0, ofSorted: sorted) }
        values += percentiles + [percentiles[2] - percentiles[0]]
        let (rising, falling) = turns.slopes(frameRate: Self.frameRate)
        values += [rising.mean, rising.deviation, falling.mean, falling.deviation].map { Float($0) }
    }

    private mutating func appendTiming(_ isVoiced: ArraySlice<Bool>, loudnessPeaks: Int) {
        let voiced = GeMAPSSegments(Array(isVoiced), of: true)
        let unvoiced = GeMAPSSegments(Array(isVoiced), of: false)
        values.append(Float(Double(loudnessPeaks) * Self.frameRate / Double(contours.loudness.count)))
        values.append(Float(Double(voiced.lengths.count) * Self.frameRate / Double(rows)))
        for moments in [voiced.moments, unvoiced.moments] {
            values += [Float(moments.mean / Self.frameRate), Float(moments.deviation / Self.frameRate)]
        }
    }

    private static func moments(_ contour: [Float]) -> (mean: Float, normalisedDeviation: Float) {
        guard !contour.isEmpty else { return (0, 0) }
        let count = Double(contour.count)
        let mean = contour.reduce(0) { $0 + Double($1) } / count
        let squares = contour.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        return (Float(mean), mean == 0 ? 0 : Float((squares / count).squareRoot() / mean))
    }

    /// Interpolated between neighbours, as `numpy.percentile` does.
    private static func percentile(_ share: Double, ofSorted contour: [Float]) -> Float {
        guard let last = contour.last else { return 0 }
        let position = share * Double(contour.count - 1)
        let below = Int(position)
        guard below + 1 < contour.count else { return last }
        return contour[below] + Float(position - Double(below)) * (contour[below + 1] - contour[below])
    }
}
