import Foundation
public import UndertoneAudio

/// Applies one ``Perturbation`` at one sample rate; it holds tables only.
///
///     let perturber = Perturber(.gain(decibels: [-2, 2]), sampleRate: 16000)
///     var generator = SeededGenerator(seed: 1)
///     let louderOrSofter = try perturber.apply(to: samples, using: &generator)
public struct Perturber: Sendable {
    public let perturbation: Perturbation
    public let sampleRate: Int
    /// One a room.
    private let responses: [RoomImpulseResponse]
    private let tilt: TiltFilter?

    /// Cost: some milliseconds a room, else nothing to speak of.
    public init(_ perturbation: Perturbation, sampleRate: Int) {
        self.perturbation = perturbation
        self.sampleRate = max(1, sampleRate)
        switch perturbation {
        case .rooms(let rooms):
            // One and the same response a room, whichever clip is heard in it.
            responses = rooms.map { room in
                var generator = SeededGenerator(seed: 1)
                return RoomImpulseResponse(room, sampleRate: sampleRate, using: &generator)
            }
            tilt = nil
        case .tilt(let slope):
            responses = []
            tilt = TiltFilter(decibelsPerKilohertz: slope, sampleRate: self.sampleRate)
        default: (responses, tilt) = ([], nil)
        }
    }

    /// The perturbed clip. Samples that are not finite count as 0, those beyond ±10⁶ as that; no samples stay none.
    ///
    /// - Parameter babble: the voices of ``Perturbation/babble(voices:ratio:)``; without any the clip stays as it is.
    /// - Throws: what reading a voice throws; `AugmentationError` when the library lacks a telephone's codec.
    public func apply(
        to samples: [Float], using generator: inout SeededGenerator, babble: BabbleSource? = nil
    ) throws -> [Float] {
        // Far beyond any sound, and far from where sums and products of samples overflow.
        let samples = samples.map { $0.isFinite ? min(1e6, max(-1e6, $0)) : 0 }
        guard !samples.isEmpty else { return [] }
        switch perturbation {
        case .tone(let frequencies, let ratios):
            let frequency = Double.random(in: frequencies, using: &generator)
            return addingTone(frequency, ratio: draw(ratios, -100...100, &generator), to: samples)
        case .appendedZeros(let durations): return samples + zeros(durations, &generator)
        case .prependedZeros(let durations): return zeros(durations, &generator) + samples
        case .croppedBeginning(let durations):
            return Array(samples.dropFirst(min(samples.count - 1, count(durations, &generator))))
        case .croppedEnd(let durations):
            return Array(samples.dropLast(min(samples.count - 1, count(durations, &generator))))
        case .gain(let decibels):
            let gain = Float(pow(10, draw(decibels, -100...100, &generator) / 20))
            return samples.map { $0 * gain }
        case .highPass(let cutoffs):
            let cutoff = draw(cutoffs, 0...1e6, &generator)
            var filter = FilterCascade.highPass(frequency: cutoff, order: 1, sampleRate: sampleRate)
            return filter.process(samples)
        case .lowPass(let cutoffs):
            let cutoff = draw(cutoffs, 0...1e6, &generator)
            var filter = FilterCascade.lowPass(frequency: cutoff, order: 1, sampleRate: sampleRate)
            return filter.process(samples)
        case .clipping(let shares): return clipping(draw(shares, 0...1, &generator), of: samples)
        case .noise(let kind, let ratios):
            let ratio = draw(ratios, -100...100, &generator)
            let noise = kind.samples(count: samples.count, sampleRate: sampleRate, using: &generator)
            return adding(noise, ratio: ratio, to: samples)
        case .babble(let voices, let ratio):
            guard let babble else { return samples }
            let noise = try babble.babble(
                count: samples.count, sampleRate: sampleRate, voices: voices, using: &generator)
            return adding(noise, ratio: Self.bounded(ratio, -100...100), to: samples)
        case .telephone(let codec): return try codec.transmitted(samples, sampleRate: sampleRate)
        case .microphone:
            var filter = MicrophoneResponse(sampleRate: sampleRate, using: &generator).filter
            return levelled(filter.process(samples), as: samples)
        case .rooms: return responses.randomElement(using: &generator)?.applied(to: samples) ?? samples
        case .tilt: return tilt.map { levelled($0.applied(to: samples), as: samples) } ?? samples
        }
    }

    private func draw(_ values: [Double], _ range: ClosedRange<Double>, _ generator: inout SeededGenerator) -> Double {
        Self.bounded(values.randomElement(using: &generator) ?? 0, range)
    }

    /// In samples; at most a minute.
    private func count(_ durations: [Double], _ generator: inout SeededGenerator) -> Int {
        Int((draw(durations, 0...60, &generator) * Double(sampleRate)).rounded())
    }

    private func zeros(_ durations: [Double], _ generator: inout SeededGenerator) -> [Float] {
        [Float](repeating: 0, count: count(durations, &generator))
    }

    static func bounded(_ value: Double, _ range: ClosedRange<Double>) -> Double {
        value.isNaN ? range.lowerBound : min(max(value, range.lowerBound), range.upperBound)
    }
}
