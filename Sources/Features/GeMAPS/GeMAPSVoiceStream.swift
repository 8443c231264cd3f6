/// Feeds the 60 ms path with samples that arrive in pieces, in memory bounded by the path search's look-ahead.
///
///     var stream = GeMAPSVoiceStream(GeMAPSVoiceComputer(sampleRate: 16000))
///     let frames = stream.accept(samples, formants: formants)   // formants of the next 20 ms frames, in order
///     let rest = stream.finish(formants: lastFormants)
///
/// Frames come in order, each once the path through it is decided and the formants of its 20 ms frame were handed over.
/// However the samples and the formants are cut, the frames are the same bits.
struct GeMAPSVoiceStream: Sendable {
    /// Samples are limited to this, so that no square overflows; full scale is 1.
    private static let loudest: Float = 1e6

    private let computer: GeMAPSVoiceComputer
    /// Samples from position `bufferStart` on.
    private var buffer: [Float] = []
    private var bufferStart = 0
    private var nextFrame = 0
    private var path: GeMAPSPitchPath
    /// The frames from `firstWaiting` on were analysed and not handed out.
    private var firstWaiting = 0
    /// Their magnitude spectra, eight frames at a time: the first eight that hold one that waits, and so on.
    private var spectra: [[Lanes]] = []
    private var isQuiet: [Bool] = []
    /// The frequencies that the path has decided, from `firstWaiting` on.
    private var decided: [Float] = []
    /// Of the frames from `firstFormant` on.
    private var formants: [SIMD3<Float>] = []
    private var firstFormant = 0
    private var periods: GeMAPSPeriods
    /// After `finish`: how many of the last frames had an open pitch until it was known that none follows.
    private(set) var openFrameCount = 0

    init(_ computer: GeMAPSVoiceComputer) {
        self.computer = computer
        path = GeMAPSPitchPath(cutoff: GeMAPSSubharmonics.voicingCutoff)
        periods = GeMAPSPeriods(sampleRate: computer.sampleRate, hopLength: computer.hopLength)
    }

    /// Samples at the computer's rate, and the frequencies in hertz of F1, F2 and F3 (0 where there is none) in the 20 ms
    /// frames that follow those handed over before.
    mutating func accept(_ samples: [Float], formants: [SIMD3<Float>]) -> [GeMAPSVoiceFrame] {
        self.formants += formants
        var frames: [GeMAPSVoiceFrame] = []
        // In pieces, so that memory is bounded for a long recording given at once.
        var position = 0
        while position < samples.count {
            let end = min(samples.count, position + 8 * computer.hopLength)
            let first = buffer.count
            buffer.append(contentsOf: samples[position..<end])
            buffer.withUnsafeMutableBufferPointer { buffer in
                for n in first..<buffer.count where !(abs(buffer[n]) <= Self.loudest) {
                    buffer[n] = buffer[n].isFinite ? (buffer[n] < 0 ? -Self.loudest : Self.loudest) : 0
                }
            }
            position = end
            analyse(atLeast: 8)
            frames += ready()
        }
        return frames
    }

    /// Ends the recording; returns the frames that are left. Nothing may be accepted afterwards.
    ///
    /// Frames whose formants were never handed over are taken to have none.
    mutating func finish(formants: [SIMD3<Float>] = []) -> [GeMAPSVoiceFrame] {
        self.formants += formants
        analyse(atLeast: 1)
        openFrameCount = path.openFrameCount
        decided += path.finish()
        let missing = firstWaiting + decided.count - firstFormant - self.formants.count
        if missing > 0 { self.formants += [SIMD3<Float>](repeating: .zero, count: missing) }
        return ready()
    }

    /// Analyses whole frames, eight at a time, while there are at least so many.
    private mutating func analyse(atLeast fewest: Int) {
        let (length, hop) = (computer.windowLength, computer.hopLength)
        while true {
            let start = nextFrame * hop - bufferStart
            let whole = buffer.count - start < length ? 0 : (buffer.count - start - length) / hop + 1
            guard whole >= fewest else { return }
            let starts = (0..<min(8, whole)).map { start + $0 * hop }
            let (found, octets) = buffer.withUnsafeBufferPointer { computer.analyses($0, starts: starts) }
            spectra.append(octets)
            nextFrame += starts.count
            for analysis in found {
                isQuiet.append(analysis.isQuiet)
                if let frequency = path.append(analysis.candidates) { decided.append(frequency) }
            }
        }
    }

    /// The frames that are decided and have formants.
    private mutating func ready() -> [GeMAPSVoiceFrame] {
        let count = min(decided.count, firstFormant + formants.count - firstWaiting)
        guard count > 0 else { return [] }
        let frames = (0..<count).map { frame($0) }
        decided.removeFirst(count)
        isQuiet.removeFirst(count)
        let batch = firstWaiting / 8
        firstWaiting += count
        spectra.removeFirst(firstWaiting / 8 - batch)
        // All of them may have been handed over at once: rarely moved, they cost little.
        if 2 * (firstWaiting - firstFormant) > formants.count {
            formants.removeFirst(firstWaiting - firstFormant)
            firstFormant = firstWaiting
        }
        let keepFrom = min(periods.position, firstWaiting * computer.hopLength)
        if keepFrom - bufferStart >= computer.windowLength {
            buffer.removeFirst(keepFrom - bufferStart)
            bufferStart = keepFrom
        }
        return frames
    }

    private mutating func frame(_ index: Int) -> GeMAPSVoiceFrame {
        let frequency = isQuiet[index] ? 0 : decided[index]
        let start = (firstWaiting + index) * computer.hopLength - bufferStart
        let perturbation = buffer.withUnsafeBufferPointer {
            periods.measure($0, bufferStart: bufferStart, start: bufferStart + start, frequency: frequency)
        }
        guard frequency > 0 else { return GeMAPSVoiceFrame() }
        let formants = self.formants[firstWaiting + index - firstFormant]
        var frame = GeMAPSVoiceFrame(
            fundamentalFrequency: frequency, jitter: perturbation.jitter, shimmer: perturbation.shimmerLevel)
        buffer.withUnsafeBufferPointer { samples in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: computer.windowLength) { windowed in
                computer.window.withUnsafeBufferPointer { window in
                    for n in 0..<window.count { windowed[n] = samples[start + n] * window[n] }
                }
                frame.harmonicsToNoise = GeMAPSNoiseRatio(transformLength: 2 * (computer.binCount - 1))
                    .decibels(UnsafeBufferPointer(windowed), period: Float(computer.sampleRate) / frequency)
            }
        }
        let place = firstWaiting + index
        let harmonics = GeMAPSHarmonics(
            magnitudes: spectra[place / 8 - firstWaiting / 8], lane: place % 8, binWidth: computer.binWidth,
            fundamentalFrequency: frequency)
        frame.h1h2 = harmonics.h1h2
        frame.h1a3 = harmonics.h1a3(thirdFormant: formants.z)
        for formant in 0..<3 {
            frame.formantAmplitudes[formant] = harmonics.amplitude(nearFormant: formants[formant])
        }
        return frame
    }
}
