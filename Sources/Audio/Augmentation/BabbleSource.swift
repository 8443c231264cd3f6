/// Where other voices come from: to babble in the background, and to mix with (mixup).
///
/// In training these are other speakers' *training* utterances. Whoever makes the source leaves out the speaker who is augmented,
/// and never puts in a voice of the validation or test part: babble of a test speaker would leak that voice into training.
public struct BabbleSource: Sendable {
    /// How many clips there are.
    public let count: Int
    private let clip: @Sendable (Int) throws -> [Float]

    /// - Parameter clip: gives the samples of the clip with an index below `count`, at the rate of what is augmented; the same
    ///   ones every time.
    public init(count: Int, clip: @escaping @Sendable (_ index: Int) throws -> [Float]) {
        self.count = max(0, count)
        self.clip = clip
    }

    /// Clips in memory, at the rate of what is augmented.
    public init(_ clips: [[Float]]) {
        self.init(count: clips.count) { clips[$0] }
    }

    /// The clip with an index below `count`.
    ///
    /// - Throws: what reading it throws.
    public func samples(at index: Int) throws -> [Float] { try clip(index) }

    /// Three to eight voices at once, equally loud, each from a random place of a random clip and from its beginning again where
    /// it is too short.
    ///
    /// - Parameter voices: how many speak.
    /// - Returns: `count` samples with a root mean square of 0.1; silence if there are no clips, or only silent ones.
    /// - Throws: what reading a clip throws.
    public func babble(
        count length: Int, sampleRate: Int, voices: ClosedRange<Int> = 3...8, using generator: inout SeededGenerator
    ) throws -> [Float] {
        guard length > 0 else { return [] }
        var sum = [Float](repeating: 0, count: length)
        guard count > 0 else { return sum }
        for _ in 0..<max(1, Int.random(in: voices, using: &generator)) {
            let voice = try samples(at: Int.random(in: 0..<count, using: &generator)).boundedSamples
            guard !voice.isEmpty else { continue }
            var position = Int.random(in: 0..<voice.count, using: &generator)
            let power = activePower(of: voice, sampleRate: sampleRate)
            guard power > 0 else { continue }
            let gain = Float(1 / power.squareRoot())
            for index in sum.indices {
                sum[index] += gain * voice[position]
                position += 1
                if position == voice.count { position = 0 }
            }
        }
        sum.scale(toRootMeanSquare: 0.1)
        return sum
    }
}
