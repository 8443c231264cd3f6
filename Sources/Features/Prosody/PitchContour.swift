import Foundation

/// The pitch of a voice's frames in semitones, octave errors mended, and smoothed for its slopes.
struct PitchContour: Hashable, Sendable {
    /// The frames in which the voice sounds, rising.
    let frames: [Int]
    /// Semitones above 27.5 Hz, one a frame of `frames`.
    let semitones: [Double]
    /// The same, averaged over 50 ms, fewer at the ends of runs so that a straight line stays one.
    let smoothed: [Double]
    /// Stretches of `frames` without a gap or a jump, in order.
    let runs: [Range<Int>]

    /// Seconds from frame to frame.
    static let step = 0.01
    /// What the pitch is counted from, in hertz: the lowest A of a piano.
    static let reference = 27.5
    /// Shorter voicings are accidents of the tracking.
    private static let shortestRun = 3
    /// No voice moves by so many semitones in 10 ms: speakers reach about one (Xu & Sun 2002, "Maximum speed of pitch change and
    /// how it may relate to speech", JASA 111).
    static let jump = 5.0
    /// So many frames an octave away from what they adjoin are an error of the tracking; more are a voice that breaks.
    private static let longestOctaveError = 10

    /// - Parameters:
    ///   - frequencies: in hertz, 0 where unvoiced.
    ///   - isSounding: frames with false take no part.
    init(frequencies: [Float], isSounding: [Bool]) {
        let isVoiced = zip(frequencies, isSounding).map { $0 > 0 && $0.isFinite && $1 }
        let voiced = SpeechActivity.runs(in: isVoiced).filter { $0.count >= Self.shortestRun }
        let frames = voiced.flatMap { Array($0) }
        var semitones = frames.map { Self.semitone(ofFrequency: Double(frequencies[$0])) }
        Self.mendOctaves(&semitones, frames: frames, pieces: Self.runs(frames, semitones))
        self.frames = frames
        self.semitones = semitones
        runs = Self.runs(frames, semitones)
        smoothed = Self.smooth(semitones, runs)
    }

    static func semitone(ofFrequency frequency: Double) -> Double { 12 * log2(frequency / reference) }

    /// In seconds, one a frame of `frames`.
    var times: [Double] { frames.map { Double($0) * Self.step } }

    /// Seconds in which the voice sounds.
    var duration: Double { Double(frames.count) * Self.step }

    /// Runs that follow each other so closely that one movement may go through them: across a voiceless consonant, at most
    /// 100 ms, but not across a jump.
    var chains: [Range<Int>] {
        var chains: [Range<Int>] = []
        for run in runs {
            if let chain = chains.last {
                let gap = frames[run.lowerBound] - frames[chain.upperBound - 1]
                let step = abs(semitones[run.lowerBound] - semitones[chain.upperBound - 1])
                if (2...11).contains(gap), step < Self.jump {
                    chains[chains.count - 1] = chain.lowerBound..<run.upperBound
                    continue
                }
            }
            chains.append(run)
        }
        return chains
    }

    private static func runs(_ frames: [Int], _ semitones: [Double]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        for index in frames.indices {
            let isLast = index + 1 == frames.count
            if isLast || frames[index + 1] != frames[index] + 1 || abs(semitones[index + 1] - semitones[index]) >= jump {
                runs.append(start..<index + 1)
                start = index + 1
            }
        }
        return runs
    }

    /// Moves short pieces that adjoin a longer one an octave away by that octave.
    private static func mendOctaves(_ semitones: inout [Double], frames: [Int], pieces: [Range<Int>]) {
        for (index, piece) in pieces.enumerated() where piece.count <= longestOctaveError {
            var distance = 0.0
            if index > 0, pieces[index - 1].count > piece.count, frames[piece.lowerBound - 1] + 1 == frames[piece.lowerBound] {
                distance = semitones[piece.lowerBound - 1] - semitones[piece.lowerBound]
            }
            if distance == 0, index + 1 < pieces.count, pieces[index + 1].count > piece.count,
                frames[piece.upperBound - 1] + 1 == frames[piece.upperBound]
            {
                distance = semitones[piece.upperBound] - semitones[piece.upperBound - 1]
            }
            guard abs(abs(distance) - 12) <= 2 else { continue }
            for place in piece { semitones[place] += distance > 0 ? 12 : -12 }
        }
    }

    private static func smooth(_ values: [Double], _ runs: [Range<Int>]) -> [Double] {
        var result = values
        for run in runs {
            for index in run {
                let reach = min(2, index - run.lowerBound, run.upperBound - 1 - index)
                result[index] = values[index - reach...index + reach].reduce(0, +) / Double(2 * reach + 1)
            }
        }
        return result
    }
}
