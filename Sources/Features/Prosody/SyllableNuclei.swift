import Foundation

/// Finds the nuclei of syllables in contours with a frame every 10 ms.
enum SyllableNuclei {
    /// The frames of the nuclei, rising.
    ///
    /// - Parameters:
    ///   - vowelIntensities: the intensity of the vowels' band in dB.
    ///   - isVoiced: whether the voice sounds, one flag a frame.
    ///   - isSounding: whether the frame is loud enough to be speech.
    static func frames(
        vowelIntensities: [Float], isVoiced: [Bool], isSounding: [Bool], options: SyllableOptions
    ) -> [Int] {
        guard let level = SpeechActivity.level(of: vowelIntensities) else { return [] }
        let floor = pow(10, -options.floorDepth / 10)
        let flattened = vowelIntensities.map { 10 * log10(pow(10, (Double($0) - level) / 10) + floor) }
        // Far below everything on both sides, so that a nucleus at an end has a dip there, and every other turn is a peak.
        let padding = [-1000.0]
        let turns = TurningPoints.indices(of: padding + flattened + padding, smallestMovement: options.smallestDip)
        let peaks = turns.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { $0.element - 1 }
        let reach = Int((options.voicingReach / PitchContour.step).rounded())
        return peaks.filter { frame in
            guard flattened.indices.contains(frame), isSounding[frame] else { return false }
            return (max(0, frame - reach)...min(flattened.count - 1, frame + reach)).contains { isVoiced[$0] }
        }
    }
}
