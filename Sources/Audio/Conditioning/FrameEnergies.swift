import Foundation

/// The mean squares of a segment's frames of 10 ms, and which of them are active.
///
/// The measure for "active" is the energy-weighted level, Σe²/Σe over the frames' energies e: pauses hardly move it, as they
/// would the plain mean.
struct FrameEnergies {
    let energies: [Double]
    let frameLength: Int
    private let count: Int

    init(_ samples: [Float], sampleRate: Int) {
        let length = max(1, sampleRate / 100)
        count = samples.count
        frameLength = length
        energies = stride(from: 0, to: samples.count, by: length).map { start in
            let frame = samples[start..<min(start + length, samples.count)]
            return frame.reduce(0) { $0 + Double($1) * Double($1) } / Double(frame.count)
        }
    }

    /// Σe²/Σe; 0 without energy.
    var weightedMean: Double {
        let sum = energies.reduce(0, +)
        return sum > 0 ? energies.reduce(0) { $0 + $1 * $1 } / sum : 0
    }

    /// Samples from the first to the last frame at most `decibels` below the energy-weighted level; nil without energy.
    func activeRange(within decibels: Double) -> Range<Int>? {
        let floor = weightedMean * pow(10, -decibels / 10)
        guard floor > 0, let first = energies.firstIndex(where: { $0 >= floor }),
            let last = energies.lastIndex(where: { $0 >= floor })
        else { return nil }
        return first * frameLength..<min(count, (last + 1) * frameLength)
    }

    /// The mean square of the frames at most `decibels` below the energy-weighted level; nil without energy.
    func activeMeanSquare(within decibels: Double) -> Double? {
        let floor = weightedMean * pow(10, -decibels / 10)
        let active = energies.filter { $0 >= floor }
        return floor > 0 && !active.isEmpty ? active.reduce(0, +) / Double(active.count) : nil
    }
}
