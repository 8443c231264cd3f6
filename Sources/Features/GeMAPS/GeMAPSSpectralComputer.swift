import UndertoneAudio

/// The descriptors of a GeMAPS set that come from 20 ms frames: tables for one sample rate, no state.
///
/// Definitions are those of Eyben et al., "The Geneva Minimalistic Acoustic Parameter Set (GeMAPS)", IEEE Transactions on
/// Affective Computing 7(2), 2016; what the paper leaves open was measured on openSMILE 2.6. Two frames go through one transform
/// at once, and a frame's values depend neither on the other nor on how frames were gathered into calls.
struct GeMAPSSpectralComputer: Sendable {
    /// Samples in 20 ms and in 10 ms.
    let windowLength: Int
    let hopLength: Int
    let transform: LaneTransform
    let mel: GeMAPSMelBands
    let bands: GeMAPSSpectralBands
    let formants: GeMAPSFormants
    /// Hamming, halved for the transform of two halves.
    private let window: [Double]

    /// - Precondition: `sampleRate` is 8000 to 96,000 Hz.
    init(sampleRate: Int) {
        precondition((8000...96_000).contains(sampleRate), "a sample rate for speech")
        windowLength = GeMAPSSamples.count(milliseconds: 20, sampleRate: sampleRate)
        hopLength = GeMAPSSamples.count(milliseconds: 10, sampleRate: sampleRate)
        var length = 32
        while length < windowLength { length *= 2 }
        transform = LaneTransform(length: length)
        mel = GeMAPSMelBands(sampleRate: sampleRate, transformLength: length)
        bands = GeMAPSSpectralBands(sampleRate: sampleRate, transformLength: length)
        formants = GeMAPSFormants(sampleRate: sampleRate, windowLength: windowLength, transformLength: length)
        window = WindowFunction.hamming.doubles(length: windowLength).map { $0 / 2 }
    }

    /// The values of `frameCount` frames, of which frame t begins at sample `origin` + t · `hopLength`.
    ///
    /// `samples` are conditioned (`GeMAPSSamples`).
    ///
    /// - Precondition: the last frame ends within `samples`.
    func frames(
        _ samples: [Float], origin: Int, frameCount: Int, state: inout GeMAPSSpectralState
    ) -> [GeMAPSSpectralFrame] {
        guard frameCount > 0 else { return [] }
        precondition(origin >= 0 && origin + (frameCount - 1) * hopLength + windowLength <= samples.count, "whole frames")
        var result: [GeMAPSSpectralFrame] = []
        result.reserveCapacity(frameCount)
        let length = transform.length
        samples.withUnsafeBufferPointer { samples in
            withUnsafeTemporaryAllocation(of: DoublePair.self, capacity: 3 * length) { memory in
                guard let base = samples.baseAddress, let memory = memory.baseAddress else { return }
                for frame in stride(from: 0, to: frameCount, by: 2) {
                    // An odd last frame goes twice.
                    let count = min(2, frameCount - frame)
                    let first = base + origin + frame * hopLength
                    let pair = measure(first, first + (count - 1) * hopLength, memory, state: &state, count: count)
                    result.append(pair.first)
                    if count == 2 { result.append(pair.second) }
                }
            }
        }
        return result
    }

    /// The values of two frames; `memory` holds three transforms.
    private func measure(
        _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, _ memory: DoublePairPointer,
        state: inout GeMAPSSpectralState, count: Int
    ) -> FramePair {
        let length = transform.length
        let power = memory + 2 * length
        var energy = DoublePair.zero
        window.withUnsafeBufferPointer { window in
            for n in 0..<windowLength {
                let pair = DoublePair(Double(x[n]), Double(y[n]))
                energy += pair * pair
                memory[n] = pair * window[n]
            }
        }
        for n in windowLength..<length { memory[n] = .zero }
        var pair = FramePair()
        withUnsafeTemporaryAllocation(of: SIMD4<Float>.self, capacity: GeMAPSFormants.spectrumCount) { low in
            for bin in low.indices { low[bin] = .zero }
            transform.unfold(transform.transformed(memory, memory + length)) { bin, real, imaginary in
                power[bin] = real * real + imaginary * imaginary
                if bin < GeMAPSFormants.binCount {
                    for lane in 0..<2 {
                        low[4 * bin + lane] = SIMD4(repeating: Float(real[lane]))
                        low[4 * bin + 2 + lane] = SIMD4(repeating: Float(imaginary[lane]))
                    }
                }
            }
            if let low = low.baseAddress { formants.measure(low, into: &pair) }
        }
        pair[\.rootMeanSquare] = (energy / Double(windowLength)).squareRoot()
        bands.measure(power, into: &pair)
        bands.flux(power, state: &state, count: count, into: &pair)
        mel.measure(power, into: &pair)
        return pair
    }
}

/// Two frames' values, filled by lanes.
struct FramePair {
    var first = GeMAPSSpectralFrame()
    var second = GeMAPSSpectralFrame()

    subscript(value: WritableKeyPath<GeMAPSSpectralFrame, Float>) -> DoublePair {
        get { DoublePair(Double(first[keyPath: value]), Double(second[keyPath: value])) }
        set { (first[keyPath: value], second[keyPath: value]) = (Float(newValue[0]), Float(newValue[1])) }
    }
}
