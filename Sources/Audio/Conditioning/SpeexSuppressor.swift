import CSpeexDSP
import Foundation

/// speexdsp's preprocessor as a noise suppressor (Valin, the Speex manual): blocks of
/// 10 ms, samples rounded to 16 bits, magnitudes above full scale clipped.
///
/// Output is in time with the input: the library's lag of one block is taken off, and zeros after the end bring out the rest.
///
/// Invariant behind `@unchecked Sendable`: the handle and the buffer are touched only while the lock is held, and the handle is
/// freed only when nobody holds the object.
final class SpeexSuppressor: @unchecked Sendable {
    private let handle: OpaquePointer
    private let blockLength: Int
    private let lock = NSLock()
    private var pending: [Int16] = []
    /// How many output samples still stand for the time before the input.
    private var lag: Int
    private var acceptedCount = 0
    private var emittedCount = 0

    /// How long a sample waits for later ones at most, in seconds: a block to be filled and a block of lag.
    let delay: Double

    /// The most that noise is attenuated by, in decibels: the library's own default.
    static let attenuation: Int32 = 15

    init(sampleRate: Int) throws(ConditioningError) {
        blockLength = max(1, sampleRate / 100)
        guard let state = speex_preprocess_state_init(Int32(blockLength), Int32(sampleRate)) else {
            throw .libraryRefused(library: "speexdsp", sampleRate: sampleRate)
        }
        handle = state
        lag = blockLength
        delay = 2 * Double(blockLength) / Double(sampleRate)
        var isOn: Int32 = 1
        speex_preprocess_ctl(handle, SPEEX_PREPROCESS_SET_DENOISE, &isOn)
        var attenuation = -Self.attenuation
        speex_preprocess_ctl(handle, SPEEX_PREPROCESS_SET_NOISE_SUPPRESS, &attenuation)
    }

    deinit {
        speex_preprocess_state_destroy(handle)
    }

    func accept(_ samples: [Float]) -> [Float] {
        lock.withLock {
            acceptedCount += samples.count
            return run(samples)
        }
    }

    func finish() -> [Float] {
        lock.withLock {
            let missing = acceptedCount - emittedCount
            guard missing > 0 else { return [] }
            return Array(run([Float](repeating: 0, count: 2 * blockLength)).prefix(missing))
        }
    }

    private func run(_ samples: [Float]) -> [Float] {
        pending += samples.map { Int16((max(-1, min(1, $0.bounded)) * 32767).rounded()) }
        let blocks = pending.count / blockLength
        guard blocks > 0 else { return [] }
        pending.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return }
            for block in 0..<blocks { speex_preprocess_run(handle, start + block * blockLength) }
        }
        let done = blocks * blockLength
        let output = pending[min(lag, done)..<done].map { Float($0) / 32767 }
        lag -= min(lag, done)
        pending.removeFirst(done)
        emittedCount += output.count
        return output
    }
}
