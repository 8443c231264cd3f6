import Foundation

/// Music of a sort: a random key and tempo, four chords in a loop, three plucked notes and a bass to each.
///
/// It has what distinguishes music from noise and from speech: steady tones at the steps of a scale, several at a time, in a
/// metre.
struct ChordMusic {
    let sampleRate: Double

    func samples(count: Int, using generator: inout SeededGenerator) -> [Float] {
        var samples = [Float](repeating: 0, count: count)
        let key = generator.drawRatio(110...220)
        let isMinor = Bool.random(using: &generator)
        let chordLength = max(1, Int(generator.drawRatio(0.4...1.2) * sampleRate))
        let progression = Self.progressions.randomElement(using: &generator) ?? []
        // Noise that begins with the bar would make every clip begin alike.
        var start = -Int.random(in: 0..<chordLength, using: &generator)
        var chord = 0
        while start < count, !progression.isEmpty {
            let degree = progression[chord % progression.count]
            for (note, step) in [0, 2, 4, degree.isMultiple(of: 2) ? 6 : 7].enumerated() {
                // Notes of a chord follow one another, as strummed or as an arpeggio.
                let delay = note * chordLength / 4
                play(
                    frequency: key * Self.ratio(of: degree + step, isMinor: isMinor), at: start + delay,
                    length: 2 * chordLength, strength: generator.draw(0.3...1), in: &samples, using: &generator)
            }
            play(
                frequency: key / 2 * Self.ratio(of: degree, isMinor: isMinor), at: start, length: chordLength, strength: 1,
                in: &samples, using: &generator)
            start += chordLength
            chord += 1
        }
        return samples
    }

    private func play(
        frequency: Double, at start: Int, length: Int, strength: Double, in samples: inout [Float],
        using generator: inout SeededGenerator
    ) {
        guard start + length > 0, start < samples.count else { return }
        let range = max(0, start)..<min(samples.count, start + length)
        let partials = SIMD4(1.0, 2, 3, 4)
        let strengths = SIMD4(
            generator.draw(0.5...1), generator.draw(0.5...1), generator.draw(0.5...1), generator.draw(0.5...1))
        Oscillators(
            amplitudes: strength * strengths / partials, frequencies: frequency * partials, timeConstants: 0.6 / partials,
            sampleRate: sampleRate
        ).add(to: &samples, in: range)
    }

    /// The frequency of a step of the scale, over that of the key, in equal temperament.
    private static func ratio(of step: Int, isMinor: Bool) -> Double {
        let scale = isMinor ? [0, 2, 3, 5, 7, 8, 10] : [0, 2, 4, 5, 7, 9, 11]
        return pow(2, Double(step / 7) + Double(scale[step % 7]) / 12)
    }

    /// As steps of the scale, from 0.
    private static let progressions = [[0, 3, 4, 0], [0, 4, 5, 3], [0, 5, 3, 4], [1, 4, 0, 5], [0, 2, 3, 4]]
}
