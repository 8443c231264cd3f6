import CSoxr

/// Changes the sample rate of one channel, block by block, with soxr's HQ recipe (librosa's default, `soxr_hq`).
///
/// The result does not depend on how the input was cut into blocks. Memory is bounded by the block's size; the filter's
/// delay is compensated, so that output sample n stands for the same time as input sample n × from / to.
///
///     let resampler = try Resampler(from: 48000, to: 16000)
///     var output = try resampler.process(block)
///     output += try resampler.finish()
public final class Resampler {
    /// In hertz.
    public let inputRate: Int
    /// In hertz.
    public let outputRate: Int
    private let handle: soxr_t

    /// - Throws: `AudioError` with fact `resamplingFailed` when soxr refuses the rates or has no memory.
    public init(from inputRate: Int, to outputRate: Int) throws(AudioError) {
        guard inputRate > 0, outputRate > 0 else {
            throw AudioError(path: Self.place, fact: .resamplingFailed(message: "\(inputRate) Hz to \(outputRate) Hz"))
        }
        var failure: soxr_error_t?
        var quality = soxr_quality_spec(UInt(SOXR_20_BITQ), 0)
        let created = soxr_create(Double(inputRate), Double(outputRate), 1, &failure, nil, &quality, nil)
        guard let created, failure == nil else {
            if let created { soxr_delete(created) }
            throw AudioError(path: Self.place, fact: .resamplingFailed(message: Self.message(failure)))
        }
        self.inputRate = inputRate
        self.outputRate = outputRate
        handle = created
    }

    deinit {
        soxr_delete(handle)
    }

    /// Feeds a block and returns the output that is ready, possibly none yet.
    public func process(_ samples: [Float]) throws(AudioError) -> [Float] {
        var output: [Float] = []
        var buffer = [Float](repeating: 0, count: Self.bufferSize)
        var consumed = 0
        while consumed < samples.count {
            let step = try samples.withUnsafeBufferPointer { input throws(AudioError) in
                try buffer.withUnsafeMutableBufferPointer { space throws(AudioError) in
                    try process(UnsafeBufferPointer(rebasing: input[consumed...]), into: space)
                }
            }
            consumed += step.consumed
            output += buffer[..<step.produced]
        }
        return output
    }

    /// Ends the input and returns the rest of the output. The resampler is used up afterwards.
    public func finish() throws(AudioError) -> [Float] {
        var output: [Float] = []
        var buffer = [Float](repeating: 0, count: Self.bufferSize)
        while true {
            let produced = try buffer.withUnsafeMutableBufferPointer { space throws(AudioError) in
                try finish(into: space)
            }
            guard produced > 0 else { return output }
            output += buffer[..<produced]
        }
    }

    /// Feeds samples without a copy: how many were taken, and how many output samples were written.
    package func process(
        _ input: UnsafeBufferPointer<Float>, into output: UnsafeMutableBufferPointer<Float>
    ) throws(AudioError) -> (consumed: Int, produced: Int) {
        // soxr takes a null pointer for the end of the input.
        guard let start = input.baseAddress, !input.isEmpty else { return (0, 0) }
        var consumed = 0
        var produced = 0
        try check(soxr_process(handle, start, input.count, &consumed, output.baseAddress, output.count, &produced))
        return (consumed, produced)
    }

    /// Writes what is left after the last input; 0 when nothing is.
    package func finish(into output: UnsafeMutableBufferPointer<Float>) throws(AudioError) -> Int {
        var produced = 0
        try check(soxr_process(handle, nil, 0, nil, output.baseAddress, output.count, &produced))
        return produced
    }

    private func check(_ failure: soxr_error_t?) throws(AudioError) {
        guard let failure else { return }
        throw AudioError(path: Self.place, fact: .resamplingFailed(message: Self.message(failure)))
    }

    private static func message(_ failure: soxr_error_t?) -> String {
        failure.map { String(cString: $0) } ?? "no memory"
    }

    private static let bufferSize = 8192
    private static let place = "signal"
}
