extension AugmentationRecipe {
    /// Applies the recipe to one utterance.
    ///
    /// Deterministic from the generator. Only `tempo` and `crop` change the length, within 1/20 to 2 times for each; no samples
    /// give none. Infinite samples and NaN count as 0, magnitudes beyond 10⁶ as 10⁶, and all that comes out is finite.
    ///
    /// - Parameters:
    ///   - sampleRate: in hertz, within `AudioLimits.sampleRates`.
    ///   - babble: the voices of others, for `babble` and `mixup`.
    /// - Throws: `AugmentationError`, and what reading a voice throws.
    public func apply(
        to samples: [Float], sampleRate: Int, using generator: inout SeededGenerator, babble: BabbleSource? = nil
    ) throws -> [Float] {
        try augmented(samples, sampleRate: sampleRate, using: &generator, babble: babble).samples
    }

    /// Applies the recipe to one utterance, as `apply(to:sampleRate:using:babble:)`, and says what was drawn.
    public func augmented(
        _ samples: [Float], sampleRate: Int, using generator: inout SeededGenerator, babble: BabbleSource? = nil
    ) throws -> AugmentedSamples {
        try validate()
        guard AudioLimits.sampleRates.contains(sampleRate) else { throw AugmentationError.sampleRate(sampleRate) }
        var result = AugmentedSamples(samples: samples.boundedSamples, drawn: [])
        for step in steps {
            // Drawn whatever the probability, so that changing one leaves the others' draws as they are.
            let happens = generator.draw(0...1) < step.probability || step.probability == 1
            var own = SeededGenerator(seed: generator.next())
            guard happens else { continue }
            let drawn = step.augmentation.drawn(using: &own)
            try drawn.apply(to: &result, sampleRate: sampleRate, using: &own, babble: babble)
            result.samples = result.samples.boundedSamples
            result.drawn.append(drawn)
        }
        return result
    }
}
