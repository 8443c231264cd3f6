import Foundation

/// The powers of frames with and without speech: what the signal-to-noise ratio is estimated from.
struct SpeechLevels: Sendable {
    private let frameLength: Int
    private var energy = 0.0
    /// Of all whole frames.
    private var earlierEnergy = 0.0
    private var filled = 0
    /// Mean squares of frames not yet decided about, or decisions about frames not yet heard; one of the two is empty.
    private var powers: [Double] = []
    private var decisions: [Bool] = []
    private var speech = Sum()
    private var pause = Sum()
    private var speechCount = 0
    private var decidedCount = 0

    private struct Sum: Sendable {
        var power = 0.0
        var count = 0
        var mean: Double { count == 0 ? 0 : power / Double(count) }
    }

    /// Frames of 10 ms that wait for decisions: a minute. Older ones are let go, so that memory stays bounded without a detector.
    private static let longestWait = 6000
    /// −100 dB: quieter frames are digital silence, which says nothing about the noise of the place.
    private static let silence = 1e-10
    /// Frames of pause that are needed to measure noise in them.
    private static let enoughPause = 20

    init(frameLength: Int) {
        self.frameLength = max(1, frameLength)
    }

    /// The sum of the squares of all samples.
    var totalEnergy: Double { earlierEnergy + energy }

    mutating func add(_ samples: [Float]) {
        var rest = samples[...]
        while !rest.isEmpty {
            if filled == 0, rest.count >= 4 * frameLength {
                // Four frames side by side, so that no sum waits for itself.
                let energies = energies(ofFour: rest)
                for lane in 0..<4 { finishFrame(energies[lane]) }
                rest = rest.dropFirst(4 * frameLength)
            } else {
                let part = rest.prefix(frameLength - filled)
                for sample in part { energy += Double(sample) * Double(sample) }
                filled += part.count
                rest = rest.dropFirst(part.count)
                if filled == frameLength {
                    finishFrame(energy)
                    (energy, filled) = (0, 0)
                }
            }
        }
        settle()
        if powers.count > Self.longestWait { powers.removeFirst(powers.count - Self.longestWait) }
    }

    private func energies(ofFour frames: ArraySlice<Float>) -> SIMD4<Double> {
        frames.withUnsafeBufferPointer { samples in
            var energies = SIMD4<Double>.zero
            for n in 0..<frameLength {
                let values = SIMD4<Double>(
                    SIMD4<Float>(samples[n], samples[n + frameLength], samples[n + 2 * frameLength], samples[n + 3 * frameLength]))
                energies += values * values
            }
            return energies
        }
    }

    private mutating func finishFrame(_ energy: Double) {
        powers.append(energy / Double(frameLength))
        earlierEnergy += energy
    }

    mutating func add(decisions new: [Bool]) {
        decisions += new
        settle()
        if decisions.count > Self.longestWait { decisions.removeLast(decisions.count - Self.longestWait) }
    }

    private mutating func settle() {
        let ready = min(powers.count, decisions.count)
        for index in 0..<ready {
            decidedCount += 1
            if decisions[index] { speechCount += 1 }
            guard powers[index] > Self.silence else { continue }
            if decisions[index] {
                speech.power += powers[index]
                speech.count += 1
            } else {
                pause.power += powers[index]
                pause.count += 1
            }
        }
        powers.removeFirst(ready)
        decisions.removeFirst(ready)
    }

    /// 0…1; nil before the first decision.
    var speechShare: Double? { decidedCount == 0 ? nil : Double(speechCount) / Double(decidedCount) }

    /// In seconds; nil before the first decision.
    var speechDuration: Double? { decidedCount == 0 ? nil : Double(speechCount) / 100 }

    /// (speech − noise)/noise in decibels, with the noise measured in the pauses, or where these are too short taken from the
    /// noise that was tracked beneath the speech, in which ratios over 15 dB come out too low: closures between syllables are
    /// not silent.
    ///
    /// - Parameter trackedNoise: the noise's share of the whole power, 0…1; nil where it was not tracked.
    func signalToNoise(trackedNoise: Double?) -> Double? {
        guard speech.count > 0 else { return nil }
        let noise: Double
        if pause.count >= Self.enoughPause {
            noise = pause.mean
        } else {
            guard let trackedNoise else { return nil }
            noise = trackedNoise * (speech.power + pause.power) / Double(speech.count + pause.count)
        }
        let signal = max(speech.mean - noise, 0)
        guard noise > 0 else { return Self.range.upperBound }
        return min(max(10 * log10(max(signal / noise, 1e-3)), Self.range.lowerBound), Self.range.upperBound)
    }

    private static let range = -20.0...60.0
}
