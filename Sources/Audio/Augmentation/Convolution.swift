/// Filters sound by a finite response, by overlap-add of Fourier transforms, two blocks at a time.
///
/// The response's spectrum is computed once, for any number of sounds. Cost O(n log m) for n samples and a response of m; the
/// result is computed in double precision.
public struct Convolution: Sendable {
    private let transform: LaneTransform
    private let responseLength: Int
    private let pieceLength: Int
    /// The spectrum of each piece of the response: real and imaginary parts of length/2 + 1 bins, with the factors of the way
    /// back in them.
    private let pieces: [[SIMD2<Double>]]

    /// - Parameter response: of any length; NaN and infinities in it count as 0.
    public init(_ response: [Float]) {
        let response = response.boundedSamples
        responseLength = response.count
        let fourier =
            switch response.count {
            case ...768: Tables.short
            case ...3072: Tables.middle
            default: Tables.long
            }
        transform = fourier.lanes
        let pieceLength = fourier.length / 2
        self.pieceLength = pieceLength
        // Half of every sample goes into the transform, and 1/N undoes the way there.
        let scale = 0.5 / Double(fourier.length)
        pieces = stride(from: 0, to: response.count, by: pieceLength).map { start in
            fourier.spectrum(Array(response[start..<min(response.count, start + pieceLength)]))
                .map { SIMD2($0.real, $0.imaginary) * scale }
        }
    }

    /// The whole result: samples.count + response's length − 1 samples; none if either is empty.
    ///
    /// NaN and infinities among the samples count as 0.
    public func applied(to samples: [Float]) -> [Float] {
        guard !samples.isEmpty, responseLength > 0 else { return [] }
        let input = samples.boundedSamples
        var output = [Float](repeating: 0, count: input.count + responseLength - 1)
        let length = transform.length
        let step = length - min(pieceLength, responseLength) + 1
        var space = [DoublePair](repeating: .zero, count: 3 * length)
        space.withUnsafeMutableBufferPointer { space in
            output.withUnsafeMutableBufferPointer { output in
                guard let source = space.baseAddress else { return }
                for start in stride(from: 0, to: input.count, by: 2 * step) {
                    for (index, piece) in pieces.enumerated() {
                        load(input, from: start, step, into: source)
                        let begin = start + index * pieceLength
                        let spectrum = transform.transformed(source, source + length)
                        transform.filter(spectrum, source + 2 * length) { bin, real, imaginary in
                            let (x, y) = (piece[bin].x, piece[bin].y)
                            return (real * x - imaginary * y, real * y + imaginary * x)
                        } result: { offset, samples in
                            let (early, late) = (begin + offset, begin + step + offset)
                            if early < output.count { output[early] += Float(samples[0]) }
                            if late < output.count { output[late] += Float(samples[1]) }
                        }
                    }
                }
            }
        }
        return output
    }

    /// Two blocks that follow one another, one a lane.
    private func load(_ input: [Float], from start: Int, _ step: Int, into space: DoublePairPointer) {
        for offset in 0..<step {
            let (early, late) = (start + offset, start + step + offset)
            space[offset] = DoublePair(
                early < input.count ? Double(input[early]) : 0, late < input.count ? Double(input[late]) : 0) * 0.5
        }
        for offset in step..<transform.length { space[offset] = .zero }
    }

    /// Three lengths serve all responses, so that their tables are made once for the process.
    private enum Tables {
        static let short = FourierTransform(length: 2048)
        static let middle = FourierTransform(length: 8192)
        static let long = FourierTransform(length: 32768)
    }
}
