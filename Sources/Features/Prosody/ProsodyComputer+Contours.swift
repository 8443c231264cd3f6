import Foundation

extension [Float] {
    /// Whether all of them are finite; eight at a time.
    var isFinite: Bool {
        withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return true }
            // What is not finite is no number times 0.
            var sums = SIMD8<Float>.zero
            for n in stride(from: 0, through: count - 8, by: 8) {
                sums += UnsafeRawPointer(base + n).loadUnaligned(as: SIMD8<Float>.self) * 0
            }
            return sums.sum() == 0 && values.suffix(count % 8).allSatisfy(\.isFinite)
        }
    }
}

extension ProsodyComputer {
    /// The contours of samples times a gain: pitch does not notice it, and intensities are moved by it.
    ///
    /// - Parameter memory: of the stream that the samples are a segment of, if they are.
    func contours(of samples: [Float], gain: Float, memory: inout FrameMemory?) -> ProsodyContours {
        let samples = samples.isFinite ? samples : samples.map { $0.isFinite ? $0 : 0 }
        let track = wholeTracker.track(ofFinite: samples, memory: &memory)
        let first = memory?.firstFrame ?? 0
        let intensities = contour(intensityComputer, of: samples, firstFrame: first, memory: &memory, \.intensities) { samples[$0] }
        let vowels: [Float]
        if memory?.isExact == false {
            vowels = contour(
                vowelIntensity, of: samples, firstFrame: first, memory: &memory, \.vowelIntensities, settling: vowelBand.settling
            ) { vowelBand.band(of: samples[$0])[...] }
        } else {
            let band = vowelBand.band(of: samples[...])
            var none: FrameMemory?
            vowels = contour(vowelIntensity, of: band, firstFrame: 0, memory: &none, \.vowelIntensities) { band[$0] }
        }
        return ProsodyContours(
            frequencies: track.frequencies, strengths: track.strengths, intensities: Self.raised(intensities, by: gain),
            vowelIntensities: Self.raised(vowels, by: gain))
    }

    /// Intensities of a segment, frame by frame, measured where they are not remembered.
    ///
    /// - Parameters:
    ///   - settling: how many samples before what a frame reads must be heard too, since what is measured is filtered.
    ///   - sound: what is measured, of a range of the samples.
    private func contour(
        _ computer: IntensityComputer, of samples: [Float], firstFrame: Int, memory: inout FrameMemory?,
        _ known: WritableKeyPath<FrameMemory, Remembered<Float>>, settling: Int = 0, sound: (Range<Int>) -> ArraySlice<Float>
    ) -> [Float] {
        let count = computer.frames(sampleCount: samples.count).count
        let step = computer.options.timeStep
        /// What a frame reads of a sound without end.
        func reads(_ frame: Int) -> Range<Int> {
            let middle = computer.middle(Double(frame) * step)
            return middle - computer.reach - settling..<middle + computer.reach + 1
        }
        var remembered = memory?[keyPath: known] ?? Remembered()
        // Taken out while it is changed, so that nothing is copied.
        memory?[keyPath: known] = Remembered()
        defer { memory?[keyPath: known] = remembered }
        /// Frames that reach beyond the segment's ends are its own.
        func isShared(_ frame: Int) -> Bool { reads(frame).lowerBound >= 0 && reads(frame).upperBound <= samples.count }
        var result = (0..<count).map { isShared($0) ? remembered[firstFrame + $0] : nil }
        for run in SpeechActivity.runs(in: result.map { $0 == nil }) {
            let range = max(0, reads(run.lowerBound).lowerBound)..<min(samples.count, reads(run.upperBound - 1).upperBound)
            let heard = Array(sound(range))
            for frame in run {
                let value = computer.decibels(heard, around: computer.middle(Double(frame) * step) - range.lowerBound)
                result[frame] = value
                if isShared(frame) { remembered[firstFrame + frame] = value }
            }
        }
        return result.map { $0 ?? IntensityComputer.silence }
    }

    /// Digital silence stays what it is.
    private static func raised(_ intensities: [Float], by gain: Float) -> [Float] {
        guard gain != 1 else { return intensities }
        let decibels = Float(20 * log10(Double(gain)))
        return intensities.map { $0 == IntensityComputer.silence ? $0 : $0 + decibels }
    }
}
