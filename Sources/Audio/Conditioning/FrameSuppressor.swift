/// Cleans overlapping frames, two at a time, for `SpectralSuppressor`.
///
/// A frame comes out with the same bits whether it is the first, the second or the only one of its call.
struct FrameSuppressor: Sendable {
    /// Of a frame, in samples.
    let length: Int
    /// From frame to frame, in samples.
    let hop: Int
    private let transform: LaneTransform
    /// The window before the transform, times the ½ that it asks for, and the one after it, times what undoes its factors.
    private let analysis: [Double]
    private let synthesis: [Double]
    private var gains: SuppressionGains
    /// Room for the transforms of two frames.
    private var space: [DoublePair]
    /// The powers of the first frame's bins and of the second's, which their gains replace.
    private var bins: [Double]

    /// Mean square of one step of 20-bit sound.
    private static let silence = 1e-12

    init(_ options: SpectralSuppressionOptions, sampleRate: Int) throws(ConditioningError) {
        try options.validate()
        try ConditioningError.require(sampleRate: sampleRate)
        hop = max(2, Int((options.frameDuration * Double(sampleRate) / Double(options.overlap)).rounded()))
        length = hop * options.overlap
        var points = 32
        while points < length { points *= 2 }
        transform = LaneTransform(length: points)
        let scale = 2 / Double(options.overlap)
        let window = WindowFunction.hannPeriodic.doubles(length: length).map { ($0 * scale).squareRoot() }
        analysis = window.map { $0 / 2 }
        synthesis = window.map { $0 / Double(2 * points) }
        gains = SuppressionGains(options, hop: Double(hop) / Double(sampleRate), binCount: points / 2 + 1)
        space = [DoublePair](repeating: .zero, count: 4 * points)
        bins = [Double](repeating: 0, count: 2 * gains.roomCount)
    }

    /// Cleans the frame that begins at `input`, and with `isPair` the one a hop later, and adds them to `output`.
    mutating func clean(_ input: UnsafePointer<Float>, isPair: Bool, addingTo output: UnsafeMutablePointer<Float>) {
        let (points, room) = (transform.length, gains.roomCount)
        space.withUnsafeMutableBufferPointer { space in
            bins.withUnsafeMutableBufferPointer { bins in
                guard let source = space.baseAddress, let first = bins.baseAddress else { return }
                let (second, frames) = (first + room, source + 3 * points)
                // A frame alone goes twice.
                let energy = Self.load(input, input + (isPair ? hop : 0), times: analysis, into: source)
                for index in length..<points { source[index] = .zero }
                let spectrum = transform.transformed(source, source + points)
                transform.unfold(spectrum) { bin, real, imaginary in
                    let power = real * real + imaginary * imaginary
                    first[bin] = power[0]
                    second[bin] = power[1]
                }
                gains.replace(first, isSound: energy[0] > Self.silence)
                if isPair { gains.replace(second, isSound: energy[1] > Self.silence) }
                transform.filter(spectrum, source + 2 * points) { bin, real, imaginary in
                    let gain = DoublePair(first[bin], second[bin])
                    return (real * gain, imaginary * gain)
                } result: { index, samples in
                    frames[index] = samples
                }
                // One frame after the other: which one a sample has first must not depend on the pairs.
                for index in 0..<length { output[index] += Float(frames[index][0] * synthesis[index]) }
                guard isPair else { return }
                for index in 0..<length { output[hop + index] += Float(frames[index][1] * synthesis[index]) }
            }
        }
    }

    /// Takes two frames, times half a window, into the lanes, and returns their mean squares under the window.
    private static func load(
        _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, times window: [Double], into source: DoublePairPointer
    ) -> DoublePair {
        var energy = DoublePair.zero
        for index in window.indices {
            let samples = DoublePair(SIMD2<Float>(first[index], second[index])) * window[index]
            source[index] = samples
            energy += samples * samples
        }
        return energy * (4 / Double(window.count))
    }
}
