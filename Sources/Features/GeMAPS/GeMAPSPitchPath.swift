import Foundation

/// The path of GeMAPS through the pitch candidates: one of them, or unvoiced, in every frame, so that the sum of costs is
/// least.
///
/// The weights are those of the set. What the costs are made of was measured on the outputs: −ln of a candidate's strength
/// and its distance from 100–350 Hz; a constant against the cut-off; a constant for every change of voicing; and between two
/// candidates the logarithm of their ratio, to which comes that of the earlier candidate and the one that stands before it in
/// its frame (the first one's neighbour is the later candidate itself). A frame is decided forty frames after it, so that
/// memory is bounded.
struct GeMAPSPitchPath: Sendable {
    private static let lookAhead = 40
    private static let strengthWeight: Float = 2
    private static let thresholdCost: Float = 8
    private static let jumpWeight: Float = 10
    private static let voicingChangeCost: Float = 10
    private static let stayingUnvoicedCost: Float = 1

    private struct Step {
        /// Of the voiced states; one unvoiced state follows them.
        var frequencies: [Float]
        /// The best state of the frame before, for each state.
        var origins: [Int]
    }

    private let cutoff: Float
    private var steps: [Step] = []
    private var logarithms: [Float] = []
    /// The cost of the best path to each state of the last frame.
    private var costs: [Float] = []

    init(cutoff: Float) { self.cutoff = cutoff }

    /// Takes the next frame's candidates; returns the frequency in hertz of the frame that this decides, if any: 0 where
    /// unvoiced.
    mutating func append(_ candidates: [PitchCandidate]) -> Float? {
        let isVoiced = (candidates.first?.strength ?? 0) > cutoff
        var states = candidates.map { Self.cost(of: $0) + ($0.strength < cutoff ? Self.thresholdCost : 0) }
        states.append(isVoiced ? Self.thresholdCost : 0)
        let places = candidates.map { log($0.frequency) }
        var origins = [Int](repeating: 0, count: states.count)
        if !steps.isEmpty {
            for state in states.indices {
                let (cost, origin) = cheapest(to: state < places.count ? places[state] : nil)
                states[state] += cost
                origins[state] = origin
            }
            // Only differences count; without this a long recording would use up the digits.
            let least = states.min() ?? 0
            for state in states.indices { states[state] -= least }
        }
        steps.append(Step(frequencies: candidates.map(\.frequency), origins: origins))
        (logarithms, costs) = (places, states)
        guard steps.count > Self.lookAhead else { return nil }
        defer { steps.removeFirst() }
        return path { _, _ in }
    }

    /// How many of the last frames were not decided yet if the recording ended here: those after the last one that all ways to
    /// the end have in common.
    ///
    /// Measured on the ends of 544 recordings: where the last frame has fewer candidates than it may, those missing are states
    /// as well, each reached from the unvoiced state before, whatever that costs.
    var openFrameCount: Int {
        guard let last = steps.last else { return 0 }
        var states = Set(last.origins)
        if steps.count > 1, last.frequencies.count < GeMAPSSubharmonics.candidateCount {
            states.insert(steps[steps.count - 2].frequencies.count)
        }
        for index in steps.indices.dropLast().reversed() {
            if states.count == 1 { return steps.count - 1 - index }
            states = Set(states.map { steps[index].origins[$0] })
        }
        return steps.count
    }

    /// The frames that are not decided yet.
    mutating func finish() -> [Float] {
        var frequencies = [Float](repeating: 0, count: steps.count)
        _ = path { frequencies[$0] = $1 }
        steps.removeAll()
        return frequencies
    }

    private static func cost(of candidate: PitchCandidate) -> Float {
        let frequency = candidate.frequency
        let distance: Float =
            switch frequency {
            case ..<100: (100 - frequency) / 100
            case ...350: 0
            case ..<600: (frequency - 350) / 250
            default: 1.2
            }
        return distance - strengthWeight * log(max(candidate.strength, 1e-10))
    }

    /// The cheapest way from the last frame to a candidate, given as the logarithm of its frequency, or to unvoiced.
    private func cheapest(to place: Float?) -> (cost: Float, origin: Int) {
        let unvoiced = logarithms.count
        guard let place else {
            var best = (cost: costs[unvoiced] + Self.stayingUnvoicedCost, origin: unvoiced)
            // On a tie the first state wins.
            for state in (0..<unvoiced).reversed() where costs[state] + Self.voicingChangeCost <= best.cost {
                best = (costs[state] + Self.voicingChangeCost, state)
            }
            return best
        }
        var best = (cost: Float.infinity, origin: unvoiced)
        var neighbour = place
        for state in 0..<unvoiced {
            let jump = abs(place - logarithms[state]) + abs(logarithms[state] - neighbour)
            neighbour = logarithms[state]
            let cost = costs[state] + Self.jumpWeight * jump
            if cost < best.cost { best = (cost, state) }
        }
        let change = costs[unvoiced] + Self.voicingChangeCost
        return change < best.cost ? (change, unvoiced) : best
    }

    /// Goes along the cheapest path through the frames that are held, from the last to the first, whose frequency is
    /// returned.
    private func path(_ body: (_ step: Int, _ frequency: Float) -> Void) -> Float {
        guard var state = costs.indices.min(by: { costs[$0] < costs[$1] }) else { return 0 }
        var frequency: Float = 0
        for index in steps.indices.reversed() {
            let isVoiced = state < steps[index].frequencies.count
            frequency = isVoiced ? steps[index].frequencies[state] : 0
            body(index, frequency)
            state = steps[index].origins[state]
        }
        return frequency
    }
}
