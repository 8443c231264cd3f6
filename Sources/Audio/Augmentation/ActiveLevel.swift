/// How loud a sound is while it sounds: the mean of the power over frames of 20 ms, each weighted by its own power, Σp²/Σp.
///
/// For a steady sound this is its power. Pauses and appended silence do not count, no threshold decides what is a pause, and a
/// gain of g changes it by exactly g². For running speech it is about 3 dB above the plain mean.
///
/// - Parameters:
///   - samples: those that are infinite or NaN count as 0.
///   - sampleRate: in hertz.
/// - Returns: a mean square; 0 for silence and for no samples.
public func activePower(of samples: [Float], sampleRate: Int) -> Double {
    let frameLength = max(1, sampleRate / 50)
    var (weighted, total) = (0.0, 0.0)
    var start = 0
    while start < samples.count {
        let end = min(samples.count, start + frameLength)
        var sum = 0.0
        for index in start..<end {
            let sample = Double(samples[index])
            if sample.isFinite { sum += sample * sample }
        }
        // A frame cut short at the end counts by its length.
        weighted += sum * (sum / Double(end - start))
        total += sum
        start = end
    }
    return total > 0 ? weighted / total : 0
}
