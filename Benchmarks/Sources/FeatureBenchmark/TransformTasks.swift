import CKissFFT
import Foundation
import UndertoneAudio
import UndertoneFeatures

/// The transform alone, beside KissFFT's (real, Float), which transforms one frame at a time.
enum TransformTasks {
    static func time(length: String, count: String) throws {
        let length = Int(length) ?? 512
        let frames = max(8, (Int(count) ?? 20000) / 8 * 8)
        var generator = SystemRandomNumberGenerator()
        let samples = (0..<frames * length).map { _ in Float.random(in: -1...1, using: &generator) }
        let transform = FourierTransform(length: length)
        guard let kiss = kiss_fftr_alloc(Int32(length), 0, nil, nil) else {
            throw UsageError(sentence: "KissFFT refuses the length \(length).")
        }
        // KissFFT has no function for it: its header defines freeing as `free`.
        defer { free(UnsafeMutableRawPointer(kiss)) }
        var bins = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: length / 2 + 1)
        var power = [Float](repeating: 0, count: length / 2 + 1)
        var checksum: Float = 0
        for _ in 0..<7 {
            var start = ContinuousClock.now
            checksum += transform.powerSpectra(of: samples).last ?? 0
            let ours = (ContinuousClock.now - start) / .nanoseconds(frames)
            start = ContinuousClock.now
            samples.withUnsafeBufferPointer { samples in
                guard let base = samples.baseAddress else { return }
                for frame in 0..<frames {
                    kiss_fftr(kiss, base + frame * length, &bins)
                    for bin in bins.indices { power[bin] = bins[bin].r * bins[bin].r + bins[bin].i * bins[bin].i }
                    checksum += power[1]
                }
            }
            let theirs = (ContinuousClock.now - start) / .nanoseconds(frames)
            print("\(ours)\t\(theirs)")
        }
        FileHandle.standardError.write(Data("checksum \(checksum)\n".utf8))
    }
}
