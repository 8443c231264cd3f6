import Foundation

/// How loud a segment is, and which of its frames are active.
///
/// The level is the energy-weighted median of the frames' power: half of the segment's energy lies in frames that are louder.
/// Silence before, between and after has no energy and does not move it (an ordinary percentile it would); nor does a click
/// that holds less than half of the energy. It follows gain exactly.
struct SegmentLevel: Sendable {
    /// Mean square of the samples of each frame, zero outside the segment.
    let framePowers: [Double]
    /// Mean square at the level; 0 for digital silence.
    let power: Double

    init(samples: [Float], frames: FrameOptions) {
        let sums = SquareSums(samples, frames: frames)
        let count = frames.frameCount(sampleCount: samples.count)
        framePowers = (0..<count).map { frame in
            let start = frames.firstFrameStart + frame * frames.hopLength
            return (sums[start + frames.windowLength] - sums[start]) / Double(frames.windowLength)
        }
        let total = framePowers.reduce(0, +)
        var above = 0.0
        var level = 0.0
        for power in framePowers.sorted(by: >) {
            above += power
            level = power
            if above >= total / 2 { break }
        }
        power = total > 0 && total.isFinite ? level : 0
    }

    /// One flag a frame: whether its power is less than `threshold` decibels below the level. All frames of digital silence
    /// are active, so that there always is something to measure.
    func isActive(threshold: Double) -> [Bool] {
        let limit = power * pow(10, -threshold / 10)
        return framePowers.map { power == 0 || $0 > limit }
    }

    /// What scales the segment to −20 dBFS; nil when it is too quiet to be more than rounding noise (below −120 dBFS).
    var normalisingGain: Float? {
        power > 1e-12 ? Float(0.1 / power.squareRoot()) : nil
    }
}

/// The sums of the squares of all samples before the places where frames begin and end.
private struct SquareSums {
    /// Before the first place inside the segment, before the next, and so on; last, of all samples.
    private var sums: [Double] = []
    private let first: Int
    private let step: Int
    private let sampleCount: Int

    init(_ samples: [Float], frames: FrameOptions) {
        step = Self.greatestCommonDivisor(frames.hopLength, frames.windowLength)
        first = (frames.firstFrameStart % step + step) % step
        sampleCount = samples.count
        var (sum, start) = (0.0, 0)
        for place in stride(from: first, to: samples.count, by: step) {
            for sample in samples[start..<place] { sum += Double(sample) * Double(sample) }
            sums.append(sum)
            start = place
        }
        for sample in samples[start...] { sum += Double(sample) * Double(sample) }
        sums.append(sum)
    }

    subscript(place: Int) -> Double {
        place <= 0 ? 0 : place >= sampleCount ? sums[sums.count - 1] : sums[(place - first) / step]
    }

    private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
}
