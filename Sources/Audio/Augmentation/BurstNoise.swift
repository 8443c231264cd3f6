import Foundation

/// Clicks, knocks and clatter: bursts of coloured noise with a sudden start that die away within hundredths of a second.
struct BurstNoise {
    let sampleRate: Double

    func samples(count: Int, using generator: inout SeededGenerator) -> [Float] {
        var samples = [Float](repeating: 0, count: count)
        let rate = generator.drawRatio(2...8)
        // The first one comes early enough for the shortest clip to have one.
        var position = generator.draw(0...0.5) * min(sampleRate / rate, Double(count))
        while position < Double(count) {
            add(at: Int(position), to: &samples, using: &generator)
            // Waiting times of independent events.
            position += 1 - log(generator.draw(1e-6...1)) * sampleRate / rate
        }
        return samples
    }

    private func add(at start: Int, to samples: inout [Float], using generator: inout SeededGenerator) {
        let timeConstant = generator.drawRatio(0.001...0.02) * sampleRate
        // −43 dB are left at the end.
        let length = min(samples.count - start, max(1, Int(5 * timeConstant)))
        let colour = ColouredNoise(exponent: generator.draw(0...1.2), sampleRate: sampleRate)
        var burst = colour.samples(count: length, using: &generator)
        burst.scale(toRootMeanSquare: generator.drawRatio(0.2...1))
        let decay = Float(exp(-1 / max(1, timeConstant)))
        var level: Float = 1
        for offset in burst.indices {
            samples[start + offset] += level * burst[offset]
            level *= decay
        }
    }
}
