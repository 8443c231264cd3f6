import Foundation
import UndertoneAudio

/// The tables of the 60 ms path of GeMAPS at one sample rate.
struct GeMAPSVoiceComputer: Sendable {
    /// In hertz.
    let sampleRate: Int
    /// 60 ms, in samples.
    let windowLength: Int
    /// 10 ms, in samples.
    let hopLength: Int
    let summation: GeMAPSSubharmonics
    /// A Gaussian whose standard deviation is 0.4 of half the window.
    let window: [Float]
    private let transform: LaneTransform

    /// Frames whose windowed samples are weaker than this have no voice.
    private static let quietest = 0.001

    /// - Precondition: `sampleRate` is from 2000 to 192000.
    init(sampleRate: Int) {
        self.sampleRate = sampleRate
        windowLength = GeMAPSSamples.count(milliseconds: 60, sampleRate: sampleRate)
        hopLength = GeMAPSSamples.count(milliseconds: 10, sampleRate: sampleRate)
        let middle = Double(windowLength - 1) / 2
        window = (0..<windowLength).map { Float(exp(-0.5 * pow((Double($0) - middle) / (0.4 * middle), 2))) }
        let length = FrameOptions.transformLength(for: windowLength)
        transform = LaneTransform(length: length)
        summation = GeMAPSSubharmonics(sampleRate: sampleRate, transformLength: length)
    }

    var binCount: Int { summation.binCount }
    /// In hertz.
    var binWidth: Float { Float(sampleRate) / Float(transform.length) }

    /// What a frame says before the path through it is known.
    struct Analysis: Sendable {
        var candidates: [PitchCandidate]
        var isQuiet: Bool
    }

    /// The frames that begin at `starts`, eight at most, inside `samples`, which are finite, and their magnitude spectra:
    /// `binCount` octets with one frame a lane.
    func analyses(_ samples: UnsafeBufferPointer<Float>, starts: [Int]) -> (frames: [Analysis], spectra: [Lanes]) {
        guard let base = samples.baseAddress, !starts.isEmpty else { return ([], []) }
        let (length, bins) = (transform.length, binCount)
        var energies = [Double](repeating: 0, count: 8)
        let spectra = [Lanes](unsafeUninitializedCapacity: bins) { spectra, count in
            count = bins
            for bin in 0..<bins { spectra[bin] = .zero }
            let powers = UnsafeMutableRawBufferPointer(spectra).bindMemory(to: Float.self)
            withUnsafeTemporaryAllocation(of: DoublePair.self, capacity: 2 * length) { pairs in
                guard let first = pairs.baseAddress, let powers = powers.baseAddress else { return }
                for lane in stride(from: 0, to: starts.count, by: 2) {
                    // An odd last frame goes twice.
                    let (a, b) = (base + starts[lane], base + starts[min(lane + 1, starts.count - 1)])
                    let energy = load(a, b, into: first)
                    (energies[lane], energies[lane + 1]) = (energy[0], energy[1])
                    transform.unfold(transform.transformed(first, first + length)) { bin, real, imaginary in
                        let power = SIMD2<Float>(real * real + imaginary * imaginary)
                        powers[8 * bin + lane] = power[0]
                        powers[8 * bin + lane + 1] = power[1]
                    }
                }
            }
            let magnitudes = UnsafeMutableRawBufferPointer(spectra).bindMemory(to: Lanes.self)
            for bin in 0..<bins { magnitudes[bin] = magnitudes[bin].squareRoot() }
        }
        let candidates = summation.candidates(ofSpectra: spectra, lanes: starts.count)
        let frames = zip(candidates, energies).map { found, energy in
            Analysis(candidates: found, isQuiet: (energy / Double(windowLength)).squareRoot() <= Self.quietest)
        }
        return (frames, spectra)
    }

    /// Two windowed frames, halved as the transform wants them; returns their energies.
    private func load(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, into pairs: DoublePairPointer
    ) -> DoublePair {
        var energy = DoublePair.zero
        window.withUnsafeBufferPointer { window in
            for n in 0..<windowLength {
                let pair = DoublePair(SIMD2<Float>(a[n], b[n]) * window[n])
                energy += pair * pair
                pairs[n] = pair * 0.5
            }
        }
        for n in windowLength..<transform.length { pairs[n] = .zero }
        return energy
    }
}
