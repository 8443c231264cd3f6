import Foundation
import UndertoneAudio
import UndertoneFeatures

/// Mean power over frequency in each of at most 4096 equal stretches of a recording.
///
/// A driver: samples come in any blocks, and the stretches become twice as long whenever there would be too many, so that an
/// hour takes as much memory (4 MiB) as a sentence. Frames are Hann windows of 12 ms, short enough to show formants and
/// syllables where a window of 30 ms shows harmonics; they come every 1 ms at first and every 8 ms at the most.
public struct Spectrogram: Sendable {
    /// In hertz.
    public let sampleRate: Int
    /// From 0 Hz to half the sample rate.
    public let binCount: Int
    /// In seconds; the last may cover less.
    public var stretchDuration: Double { Double(hop * framesPerStretch) / Double(sampleRate) }
    /// How many stretches there are.
    public var count: Int { frameCounts.count }

    private let transform: FourierTransform
    private let window: [Float]
    private let longestHop: Int
    private var hop: Int
    private var framesPerStretch = 1
    /// Sums of power, `binCount` a stretch, and the number of frames in each.
    private var sums: [Float] = []
    private var frameCounts: [Int32] = []

    /// The samples from `start` on, which is before 0 at first: the first frame reaches out of the recording.
    private var waiting: [Float] = []
    private var start: Int
    /// Where the next frame's hop begins; the frame is centred on it.
    private var next = 0
    private var sampleCount = 0

    private static let capacity = 4096

    /// Throws `FeatureOptionsError` when no transform fits the rate.
    /// - Parameter sampleRate: in hertz, up to 64 kHz or so; pictures use at most 16 kHz.
    public init(sampleRate: Int) throws {
        let rate = min(max(sampleRate, 100), 1_000_000)
        let length = max(4, rate * 12 / 1000)
        // Bins of at most 31 Hz, so that nothing jags on a tall picture.
        transform = FourierTransform(length: FrameOptions.transformLength(for: max(length, rate / 32)))
        self.sampleRate = rate
        binCount = transform.length / 2 + 1
        window = WindowFunction.hannSymmetric.values(length: length)
        hop = max(1, rate / 1000)
        longestHop = 8 * hop
        start = hop / 2 - length / 2
        waiting = [Float](repeating: 0, count: -start)
    }

    /// Samples that are not finite count as 0.
    public mutating func accept(_ samples: [Float]) {
        waiting += samples.map { $0.isFinite ? $0 : 0 }
        sampleCount += samples.count
        analyse(upTo: start + waiting.count)
    }

    /// Ends the recording with silence, so that its last samples are in the middle of a frame too.
    public mutating func finish() {
        waiting += [Float](repeating: 0, count: window.count + longestHop)
        analyse(upTo: start + waiting.count)
        waiting.removeAll()
    }

    /// The mean power of a stretch in each bin.
    /// - Precondition: `index` is one of the stretches.
    public func power(_ index: Int) -> [Float] {
        let count = Float(max(1, frameCounts[index]))
        return sums[index * binCount..<(index + 1) * binCount].map { $0 / count }
    }

    /// Transforms all frames whose samples are there, in batches.
    private mutating func analyse(upTo end: Int) {
        while next < sampleCount {
            if frameCounts.count == Self.capacity, Int(frameCounts[Self.capacity - 1]) == framesPerStretch { merge() }
            // A batch stays within the stretches that there is room for, so that merging comes between batches.
            let room =
                (Self.capacity - frameCounts.count) * framesPerStretch
                + (frameCounts.last.map { framesPerStretch - Int($0) } ?? 0)
            let ready = (end - window.count - firstSample(ofFrameAt: next)) / hop + 1
            let wanted = (sampleCount - next + hop - 1) / hop
            let batch = min(room, ready, wanted, Self.batchSize)
            guard batch > 0, end - window.count >= firstSample(ofFrameAt: next) else { break }
            add(spectra(of: batch))
            next += batch * hop
        }
        let unused = min(firstSample(ofFrameAt: next) - start, waiting.count)
        if unused > 0 {
            waiting.removeFirst(unused)
            start += unused
        }
    }

    private func firstSample(ofFrameAt position: Int) -> Int { position + hop / 2 - window.count / 2 }

    private func spectra(of batch: Int) -> [Float] {
        var frames = [Float](repeating: 0, count: batch * transform.length)
        for frame in 0..<batch {
            let first = firstSample(ofFrameAt: next + frame * hop) - start
            let target = frame * transform.length
            for index in window.indices { frames[target + index] = waiting[first + index] * window[index] }
        }
        return transform.powerSpectra(of: frames)
    }

    private mutating func add(_ spectra: [Float]) {
        for first in stride(from: 0, to: spectra.count, by: binCount) {
            if frameCounts.last.map({ Int($0) == framesPerStretch }) ?? true {
                frameCounts.append(0)
                sums.append(contentsOf: repeatElement(0, count: binCount))
            }
            let target = sums.count - binCount
            for bin in 0..<binCount { sums[target + bin] += spectra[first + bin] }
            frameCounts[frameCounts.count - 1] += 1
        }
    }

    /// Makes stretches twice as long: of twice the hop while that is short, of twice the frames afterwards.
    private mutating func merge() {
        let doublesHop = hop < longestHop
        // With the hop a stretch's one frame becomes the mean of two.
        let share: Float = doublesHop ? 0.5 : 1
        for target in 0..<Self.capacity / 2 {
            for bin in 0..<binCount {
                let pair = sums[2 * target * binCount + bin] + sums[(2 * target + 1) * binCount + bin]
                sums[target * binCount + bin] = share * pair
            }
        }
        if doublesHop { hop *= 2 } else { framesPerStretch *= 2 }
        sums.removeLast(Self.capacity / 2 * binCount)
        frameCounts = [Int32](repeating: Int32(clamping: framesPerStretch), count: Self.capacity / 2)
    }

    private static let batchSize = 64
}
