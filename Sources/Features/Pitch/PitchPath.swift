import Foundation

/// The cheapest path through the candidates of frame after frame (Viterbi), with the costs of Boersma (1993).
///
/// Choice 0 of a frame is unvoiced; choice i is its candidate i − 1.
struct PitchPath: Sendable {
    private let options: PitchOptions
    private let jumpCost: Double
    private let voicingCost: Double
    /// The last frame's best scores and the octaves of its candidates.
    private var scores: [Double] = []
    private var octaves: [Double] = []
    private var nextScores: [Double] = []
    private var nextOctaves: [Double] = []
    /// For every choice of every frame that is held, the choice of the frame before; `ends` bounds the frames.
    private var previous: [UInt8] = []
    private var ends: [Int] = []

    init(_ options: PitchOptions) {
        self.options = options
        // The paper's costs are for steps of 10 ms.
        jumpCost = options.octaveJumpCost * 0.01 / options.timeStep
        voicingCost = options.voicedUnvoicedCost * 0.01 / options.timeStep
    }

    /// How many frames are held.
    var count: Int { ends.count }

    /// Adds a frame.
    ///
    /// - Parameter loudness: the frame's peak as a share of the signal's.
    mutating func append(_ candidates: ArraySlice<PitchCandidate>, loudness: Double) {
        let silence = options.silenceThreshold / (1 + options.voicingThreshold)
        let quietness = silence > 0 ? max(0, 2 - loudness / silence) : 0
        nextScores.removeAll(keepingCapacity: true)
        nextOctaves.removeAll(keepingCapacity: true)
        nextScores.append(options.voicingThreshold + quietness)
        nextOctaves.append(0)
        for candidate in candidates {
            let octave = log2(Double(candidate.frequency) / options.ceiling)
            nextOctaves.append(octave)
            nextScores.append(Double(candidate.strength) + options.octaveCost * octave)
        }
        for choice in nextScores.indices {
            var best = 0
            var bestScore = -Double.infinity
            for before in scores.indices {
                let score = scores[before] - cost(before, octaves[before], choice, nextOctaves[choice])
                if score > bestScore { (best, bestScore) = (before, score) }
            }
            if !scores.isEmpty { nextScores[choice] += bestScore }
            previous.append(UInt8(best))
        }
        // Only differences count; kept small, hours of frames lose no precision.
        let highest = nextScores.max() ?? 0
        for choice in nextScores.indices { nextScores[choice] -= highest }
        // The old ones are room for the next frame.
        swap(&scores, &nextScores)
        swap(&octaves, &nextOctaves)
        ends.append(previous.count)
    }

    private func cost(_ before: Int, _ octaveBefore: Double, _ after: Int, _ octaveAfter: Double) -> Double {
        switch (before == 0, after == 0) {
        case (true, true): 0
        case (false, false): jumpCost * abs(octaveAfter - octaveBefore)
        default: voicingCost
        }
    }

    /// The choices of all frames that are held, on the best path to the last.
    func choices() -> [Int] {
        var result = [Int](repeating: 0, count: count)
        var choice = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        for frame in result.indices.reversed() {
            result[frame] = choice
            choice = Int(previous[(frame == 0 ? 0 : ends[frame - 1]) + choice])
        }
        return result
    }

    /// Forgets the oldest frames; the scores of the last remain.
    mutating func removeFirst(_ frames: Int) {
        guard frames > 0 else { return }
        let dropped = ends[frames - 1]
        previous.removeFirst(dropped)
        ends.removeFirst(frames)
        for index in ends.indices { ends[index] -= dropped }
    }
}
