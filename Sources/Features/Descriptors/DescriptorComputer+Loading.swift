import Foundation

extension DescriptorComputer {
    /// Four frames into lanes: `work.samples` receives their samples after mean removal and pre-emphasis.
    /// Lanes without a frame repeat the last.
    @inline(__always)
    func loadFrames(_ samples: UnsafePointer<Float>, count: Int, half: Int, _ work: FrameWork, to raw: LanePointer) {
        let frames = options.frames
        let length = frames.windowLength
        let target = work.samples
        let numbers = UnsafeMutableRawPointer(raw).assumingMemoryBound(to: HalfLanes.self) + half
        transpose(samples, count: count, to: target)
        if options.groups.contains(.energy) {
            var sum = HalfLanes.zero
            for n in 0..<length { sum += target[n] * target[n] }
            numbers[2 * layout.raw.rms] = (sum / Float(length)).squareRoot()
        }
        guard options.needsSpectrum else { return }
        if frames.sampleScale != 1 {
            for n in 0..<length { target[n] *= frames.sampleScale }
        }
        if frames.removesMean {
            var sum = HalfLanes.zero
            for n in 0..<length { sum += target[n] }
            let mean = sum / Float(length)
            for n in 0..<length { target[n] -= mean }
        }
        let energyKind = options.groups.contains(.mfcc) ? options.mfcc.zeroth : .cepstral
        if energyKind == .rawEnergy {
            var sum = HalfLanes.zero
            for n in 0..<length { sum += target[n] * target[n] }
            numbers[2 * layout.raw.logEnergy] = Self.logEnergy(sum)
        }
        if frames.preEmphasis != 0 {
            var previous = target[0]
            for n in 0..<length {
                let sample = target[n]
                target[n] = sample - previous * frames.preEmphasis
                previous = sample
            }
        }
        if energyKind == .windowedEnergy {
            halfWindow.withUnsafeBufferPointer { window in
                var sum = HalfLanes.zero
                for n in 0..<length {
                    let value = target[n] * Float(2 * window[n])
                    sum += value * value
                }
                numbers[2 * layout.raw.logEnergy] = Self.logEnergy(sum)
            }
        }
    }

    /// Blocks of four samples of four frames are turned from rows into columns.
    @inline(__always)
    private func transpose(_ samples: UnsafePointer<Float>, count: Int, to target: HalfLanePointer) {
        let length = options.frames.windowLength
        let hop = options.frames.hopLength
        let p0 = samples
        let p1 = samples + min(1, count - 1) * hop
        let p2 = samples + min(2, count - 1) * hop
        let p3 = samples + min(3, count - 1) * hop
        var n = 0
        while n + 4 <= length {
            let a = UnsafeRawPointer(p0 + n).loadUnaligned(as: HalfLanes.self)
            let b = UnsafeRawPointer(p1 + n).loadUnaligned(as: HalfLanes.self)
            let c = UnsafeRawPointer(p2 + n).loadUnaligned(as: HalfLanes.self)
            let d = UnsafeRawPointer(p3 + n).loadUnaligned(as: HalfLanes.self)
            target[n] = HalfLanes(a[0], b[0], c[0], d[0])
            target[n + 1] = HalfLanes(a[1], b[1], c[1], d[1])
            target[n + 2] = HalfLanes(a[2], b[2], c[2], d[2])
            target[n + 3] = HalfLanes(a[3], b[3], c[3], d[3])
            n += 4
        }
        while n < length {
            target[n] = HalfLanes(p0[n], p1[n], p2[n], p3[n])
            n += 1
        }
    }

    /// ln of summed squares, no lower than that of Float's smallest step (Kaldi).
    private static func logEnergy(_ sum: HalfLanes) -> HalfLanes {
        var result = HalfLanes.zero
        for lane in 0..<4 { result[lane] = log(max(sum[lane], Float.ulpOfOne)) }
        return result
    }
}
