import Foundation

extension Augmentation {
    /// The same with one strength, one codec and one kind of noise.
    func drawn(using generator: inout SeededGenerator) -> Augmentation {
        switch self {
        case .telephone(let codecs):
            return .telephone(codecs.randomElement(using: &generator).map { [$0] } ?? [])
        case .noise(nil, let range):
            let kind = NoiseKind.allCases.randomElement(using: &generator) ?? .white
            return .noise(kind, signalToNoiseRatio: range).drawn(using: &generator)
        default:
            guard let range else { return self }
            // Whole thousandths, which a person can read and write.
            let thousandths = (generator.draw(range) * 1000).rounded() / 1000
            let strength = min(range.upperBound, max(range.lowerBound, thousandths))
            return with(range: strength...strength)
        }
    }

    /// Applies one that is drawn to samples that are bounded.
    func apply(
        to result: inout AugmentedSamples, sampleRate: Int, using generator: inout SeededGenerator, babble: BabbleSource?
    ) throws {
        guard !result.samples.isEmpty else { return }
        let strength = range?.lowerBound ?? 0
        let samples = result.samples
        switch self {
        case .noise(let kind, _):
            let noise = (kind ?? .white).samples(count: samples.count, sampleRate: sampleRate, using: &generator)
            result.samples = mix(noise, into: samples, signalToNoiseRatio: strength, sampleRate: sampleRate)
        case .babble:
            guard let babble, babble.count > 0 else { throw AugmentationError.needsVoices(word: word) }
            let noise = try babble.babble(count: samples.count, sampleRate: sampleRate, using: &generator)
            result.samples = mix(noise, into: samples, signalToNoiseRatio: strength, sampleRate: sampleRate)
        case .reverb:
            let room = Room.drawn(reverberationTime: strength, using: &generator)
            result.samples = RoomImpulseResponse(room, sampleRate: sampleRate, using: &generator).applied(to: samples)
        case .pitch:
            result.samples = try SpeechStretcher.shiftPitch(of: samples, sampleRate: sampleRate, semitones: strength)
        case .tempo:
            result.samples = try SpeechStretcher.changeTempo(of: samples, sampleRate: sampleRate, by: strength)
        case .gain:
            let gain = Float(pow(10, strength / 20))
            result.samples = samples.map { $0 * gain }
        case .clip:
            result.samples.clip(share: strength)
        case .telephone(let codecs):
            guard let codec = codecs.first else { return }
            result.samples = try codec.transmitted(samples, sampleRate: sampleRate)
        case .tilt:
            result.samples = TiltFilter(decibelsPerKilohertz: strength, sampleRate: sampleRate).applied(to: samples)
            result.samples.scale(toRootMeanSquare: samples.meanSquare.squareRoot())
        case .lowCut:
            var filter = FilterCascade.highPass(frequency: strength, order: 1, sampleRate: sampleRate)
            result.samples = filter.process(samples)
        case .shift:
            result.samples.shift(by: Int((strength * Double(sampleRate)).rounded()))
        case .crop:
            let count = min(samples.count, max(1, Int((strength * Double(samples.count)).rounded())))
            let start = Int.random(in: 0...samples.count - count, using: &generator)
            result.samples = Array(samples[start..<start + count])
        case .maskTime:
            result.samples = SpectrumMask(sampleRate: sampleRate).maskTime(strength, of: samples, using: &generator)
        case .maskFrequency:
            result.samples = SpectrumMask(sampleRate: sampleRate).maskFrequency(strength, of: samples, using: &generator)
        case .mixup:
            guard let babble, babble.count > 0 else { throw AugmentationError.needsVoices(word: word) }
            try result.mix(with: babble, alpha: strength, sampleRate: sampleRate, using: &generator)
        }
    }
}

extension [Float] {
    /// Cuts off the loudest samples, as an overdriven input does.
    ///
    /// - Parameter share: how many of all samples, from 0 to 1; met within the samples that lie within 1 % of the threshold.
    public mutating func clip(share: Double) {
        // Bits of a magnitude sort as the magnitude does: exponent and seven bits of the mantissa make steps of 1 %.
        var histogram = [Int](repeating: 0, count: 1 << 15)
        for sample in self { histogram[Int(abs(sample).bitPattern >> 16)] += 1 }
        var left = Int((Swift.min(1, Swift.max(0, share.isNaN ? 0 : share)) * Double(count)).rounded())
        guard left > 0, var step = histogram.lastIndex(where: { $0 > 0 }) else { return }
        while step > 0, left > histogram[step] {
            left -= histogram[step]
            step -= 1
        }
        let threshold = Float(bitPattern: UInt32(step) << 16)
        for index in indices where abs(self[index]) > threshold {
            self[index] = self[index] < 0 ? -threshold : threshold
        }
    }

    /// Moves the samples later, or earlier if negative; silence fills the gap and the length stays.
    mutating func shift(by offset: Int) {
        let moved = Swift.min(count, abs(offset))
        let silence = [Float](repeating: 0, count: moved)
        self = offset > 0 ? silence + dropLast(moved) : dropFirst(moved) + silence
    }
}
