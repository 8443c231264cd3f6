import CSonic
import Foundation

/// Changes the tempo of speech, or its pitch, and leaves the other as it is, by libsonic.
///
/// libsonic drops or repeats whole periods of the voice (PICOLA); for a pitch it changes the tempo first, and soxr then plays the
/// result faster or slower.
enum SpeechStretcher {
    /// - Parameter factor: 2 is twice as fast.
    /// - Returns: count / factor samples, rounded.
    static func changeTempo(
        of samples: [Float], sampleRate: Int, by factor: Double
    ) throws(AugmentationError) -> [Float] {
        guard factor != 1 else { return samples }
        var output = try stretched(samples, sampleRate: sampleRate, by: factor)
        output.fit(toCount: max(1, Int((Double(samples.count) / factor).rounded())))
        return output
    }

    /// - Returns: as many samples.
    static func shiftPitch(
        of samples: [Float], sampleRate: Int, semitones: Double
    ) throws(AugmentationError) -> [Float] {
        guard semitones != 0 else { return samples }
        let ratio = pow(2, semitones / 12)
        let slow = try stretched(samples, sampleRate: sampleRate, by: 1 / ratio)
        do {
            let fast = Signal(samples: slow, sampleRate: max(1, Int((Double(sampleRate) * ratio).rounded())))
            var output = try fast.resampled(to: sampleRate).samples
            output.fit(toCount: samples.count)
            return output
        } catch {
            throw .resampling("\(error.fact)")
        }
    }

    private static func stretched(
        _ samples: [Float], sampleRate: Int, by factor: Double
    ) throws(AugmentationError) -> [Float] {
        // libsonic computes with 16 bits: as loud as they allow, and back afterwards.
        let peak = samples.reduce(Float(0)) { max($0, abs($1)) }
        guard peak > 0 else { return [Float](repeating: 0, count: Int(Double(samples.count) / factor)) }
        guard let stream = SonicStream(sampleRate: sampleRate, speed: Float(factor)) else { throw .outOfMemory }
        var output: [Float] = []
        output.reserveCapacity(Int(Double(samples.count) / factor) + SonicStream.blockLength)
        let gain = 0.9 / peak
        for start in stride(from: 0, to: samples.count, by: SonicStream.blockLength) {
            let block = samples[start..<min(samples.count, start + SonicStream.blockLength)].map { $0 * gain }
            guard stream.write(block) else { throw .outOfMemory }
            stream.read(into: &output)
        }
        guard stream.flush() else { throw .outOfMemory }
        stream.read(into: &output)
        for index in output.indices { output[index] /= gain }
        return output
    }
}

/// libsonic's stream of one channel.
private final class SonicStream {
    private let handle: sonicStream
    private var space = [Float](repeating: 0, count: blockLength)

    init?(sampleRate: Int, speed: Float) {
        guard let handle = sonicCreateStream(Int32(clamping: sampleRate), 1) else { return nil }
        self.handle = handle
        sonicSetSpeed(handle, speed)
    }

    deinit {
        sonicDestroyStream(handle)
    }

    /// - Parameter samples: in −1…1.
    func write(_ samples: [Float]) -> Bool {
        var samples = samples
        return sonicWriteFloatToStream(handle, &samples, Int32(clamping: samples.count)) != 0
    }

    func flush() -> Bool { sonicFlushStream(handle) != 0 }

    func read(into output: inout [Float]) {
        while true {
            let count = Int(sonicReadFloatFromStream(handle, &space, Int32(Self.blockLength)))
            guard count > 0 else { return }
            output += space[..<count]
        }
    }

    static let blockLength = 4096
}
