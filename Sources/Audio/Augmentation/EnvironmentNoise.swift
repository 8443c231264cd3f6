import Foundation

/// A street, a wind or a room: coloured noise whose loudness wanders, with something that passes or knocks now and then.
struct EnvironmentNoise {
    let sampleRate: Double

    func samples(count: Int, using generator: inout SeededGenerator) -> [Float] {
        let ground = ColouredNoise(exponent: generator.draw(1...1.8), sampleRate: sampleRate)
        var samples = ground.samples(count: count, using: &generator)
        samples.scale(toRootMeanSquare: 0.1)
        wander(&samples, by: generator.draw(2...8), every: generator.drawRatio(0.2...1), using: &generator)
        // On average one event in two seconds.
        let length = max(1, Int(2 * sampleRate))
        for start in stride(from: -Int.random(in: 0..<length, using: &generator), to: count, by: length) {
            addEvent(at: start + Int.random(in: 0..<length, using: &generator), to: &samples, using: &generator)
        }
        return samples
    }

    /// Changes the loudness by so many decibels up or down, drawn every so many seconds, smoothly from one to the next.
    private func wander(
        _ samples: inout [Float], by decibels: Double, every seconds: Double, using generator: inout SeededGenerator
    ) {
        let interval = max(1, Int(seconds * sampleRate))
        var (from, to) = (Float(1), Float(1))
        for index in samples.indices {
            if index.isMultiple(of: interval) {
                from = index == 0 ? Float(pow(10, generator.draw(-decibels...decibels) / 20)) : to
                to = Float(pow(10, generator.draw(-decibels...decibels) / 20))
            }
            let share = Float(index % interval) / Float(interval)
            samples[index] *= from + (to - from) * share * share * (3 - 2 * share)
        }
    }

    /// A swell of noise of another colour, which is what passes, or a short one, which is what knocks.
    private func addEvent(at start: Int, to samples: inout [Float], using generator: inout SeededGenerator) {
        let passes = Bool.random(using: &generator)
        let length = max(2, Int((passes ? generator.drawRatio(0.3...1.5) : generator.drawRatio(0.02...0.1)) * sampleRate))
        let colour = ColouredNoise(exponent: generator.draw(0.6...1.6), sampleRate: sampleRate)
        var event = colour.samples(count: length, using: &generator)
        event.scale(toRootMeanSquare: generator.drawRatio(0.1...0.3))
        let peak = passes ? length / 2 : length / 10
        for offset in event.indices where samples.indices.contains(start + offset) {
            let distance = offset < peak ? peak - offset : offset - peak
            let share = Float(distance) / Float(max(1, offset < peak ? peak : length - peak))
            samples[start + offset] += event[offset] * (1 - share) * (1 - share)
        }
    }
}
