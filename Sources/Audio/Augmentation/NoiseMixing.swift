import Foundation

/// Adds noise to speech so that their levels, each as `activePower(of:sampleRate:)` measures it, are as many decibels apart.
///
/// Noise shorter than the speech is repeated; of longer noise the beginning is taken.
///
/// - Parameters:
///   - noise: of any loudness.
///   - samples: infinite ones and NaN count as 0.
///   - signalToNoiseRatio: in decibels; within −100…100.
///   - sampleRate: in hertz, of both.
/// - Returns: as many samples as there are of speech. Where either is silent there is no ratio, and the speech is returned as
///   it is.
public func mix(
    _ noise: [Float], into samples: [Float], signalToNoiseRatio: Double, sampleRate: Int
) -> [Float] {
    let speech = samples.boundedSamples
    guard !noise.isEmpty, !speech.isEmpty else { return speech }
    var added = noise.boundedSamples
    if added.count > speech.count { added.removeLast(added.count - speech.count) }
    let power = activePower(of: speech, sampleRate: sampleRate)
    let noisePower = activePower(of: added, sampleRate: sampleRate)
    let ratio = signalToNoiseRatio.isNaN ? 100 : min(100, max(-100, signalToNoiseRatio))
    let gain = Float((power / noisePower).squareRoot() * pow(10, -ratio / 20))
    guard power > 0, noisePower > 0, gain.isFinite else { return speech }
    var mixed = speech
    var index = 0
    while index < mixed.count {
        let count = min(added.count, mixed.count - index)
        for offset in 0..<count { mixed[index + offset] += gain * added[offset] }
        index += count
    }
    return mixed
}
