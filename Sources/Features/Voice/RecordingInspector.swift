import Foundation

/// Listens to a recording for what stands in the way of measuring its voice.
///
/// Memory is 4 bytes for each 20 ms and the pitch tracker's few frames.
struct RecordingInspector: Sendable {
    private let sampleRate: Int
    private let blockLength: Int
    private var pitch: OnlinePitch
    private var sampleCount = 0
    private var clippedCount = 0
    private var blockEnergy: Float = 0
    private var blockEnergies: [Float] = []
    private var voiced = 0
    private var steady = 0
    private var lastFrequency: Float = 0

    private static let timeStep = 0.02
    /// In semitones from one frame to the next: a tenth is below what a voice does by itself.
    private static let steadiness: Float = 0.1

    /// Throws `FeatureOptionsError` at a rate that cannot hold a voice.
    init(sampleRate: Int) throws(FeatureOptionsError) {
        self.sampleRate = sampleRate
        blockLength = max(1, Int(Self.timeStep * Double(sampleRate)))
        pitch = try PitchTracker(PitchOptions(timeStep: Self.timeStep, pathDelay: 0.2), sampleRate: sampleRate).online()
    }

    mutating func accept(_ samples: [Float]) {
        for sample in samples {
            let value = sample.isFinite ? sample : 0
            if abs(value) >= 0.999 { clippedCount += 1 }
            blockEnergy += value * value
            sampleCount += 1
            if sampleCount.isMultiple(of: blockLength) {
                blockEnergies.append(blockEnergy / Float(blockLength))
                blockEnergy = 0
            }
        }
        follow(pitch.accept(samples))
    }

    /// Ends the recording; nothing may be accepted afterwards.
    mutating func finish() -> [RecordingNote] {
        follow(pitch.finish())
        let loudest = blockEnergies.max() ?? (sampleCount > 0 ? blockEnergy / Float(sampleCount) : 0)
        guard loudest > 1e-9 else { return [.silent] }
        var notes: [RecordingNote] = []
        let isShort = Double(sampleCount) < 0.1 * Double(sampleRate)
        if isShort { notes.append(.short) }
        if clippedCount * 1000 >= sampleCount { notes.append(.clipped) }
        // Where it sounds: within 35 dB of the loudest 20 ms.
        let sounding = blockEnergies.count { $0 > loudest * 0.000_316 }
        if !isShort, voiced * 20 < sounding { notes.append(.unvoiced) }
        if voiced >= 25, steady * 10 > voiced * 7 { notes.append(.steady) }
        return notes
    }

    private mutating func follow(_ frames: [PitchCandidate]) {
        for frame in frames {
            defer { lastFrequency = frame.frequency }
            guard frame.frequency > 0 else { continue }
            voiced += 1
            guard lastFrequency > 0 else { continue }
            if abs(12 * log2(frame.frequency / lastFrequency)) < Self.steadiness { steady += 1 }
        }
    }
}
