import Foundation

extension AugmentedSamples {
    /// Adds another voice with the weight 1 − λ, made as loud first, so that the weights mean what they say.
    ///
    /// The other is cut at a random place where it is longer, and put at a random place where it is shorter.
    mutating func mix(
        with others: BabbleSource, alpha: Double, sampleRate: Int, using generator: inout SeededGenerator
    ) throws {
        let companion = Int.random(in: 0..<others.count, using: &generator)
        let weight = generator.drawBeta(alpha)
        let other = try others.samples(at: companion).boundedSamples
        let power = activePower(of: samples, sampleRate: sampleRate)
        let otherPower = activePower(of: other, sampleRate: sampleRate)
        mixture = Mixture(companion: companion, weight: weight)
        for index in samples.indices { samples[index] *= Float(weight) }
        guard otherPower > 0 else { return }
        // Beside silence the other is as loud as it is.
        let loudness = power > 0 ? (power / otherPower).squareRoot() : 1
        let gain = Float((1 - weight) * loudness)
        let slack = other.count - samples.count
        let start = slack > 0 ? Int.random(in: 0...slack, using: &generator) : 0
        let place = slack < 0 ? Int.random(in: 0 ... -slack, using: &generator) : 0
        for offset in 0..<min(samples.count, other.count) { samples[place + offset] += gain * other[start + offset] }
    }
}

extension SeededGenerator {
    /// A share from Beta(α, α), by Jöhnk's method (1964) in logarithms, which do not underflow where α is small.
    ///
    /// - Precondition: α is above 0; above 1 it takes long.
    mutating func drawBeta(_ alpha: Double) -> Double {
        while true {
            let x = log(1 - Double.random(in: 0..<1, using: &self)) / alpha
            let y = log(1 - Double.random(in: 0..<1, using: &self)) / alpha
            let larger = max(x, y)
            let sum = larger + log(exp(x - larger) + exp(y - larger))
            if sum <= 0 { return exp(x - sum) }
        }
    }
}
