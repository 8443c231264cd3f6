import Foundation

/// The fundamental frequency of a recording over time.
public struct PitchTrack: Codable, Hashable, Sendable {
    /// The time in seconds that frame 0 is centred at.
    public let firstTime: Double
    /// Seconds from frame to frame.
    public let timeStep: Double
    /// In hertz, 0 where the frame is unvoiced.
    public let frequencies: [Float]
    /// How periodic each frame is at its frequency, from 0 to 1; 0 where it is unvoiced.
    public let strengths: [Float]

    public init(firstTime: Double, timeStep: Double, points: [PitchCandidate]) {
        self.firstTime = firstTime
        self.timeStep = timeStep
        frequencies = points.map(\.frequency)
        strengths = points.map(\.strength)
    }

    /// How many frames there are.
    public var count: Int { frequencies.count }

    /// The centre of a frame in seconds.
    public func time(ofFrame index: Int) -> Double { firstTime + Double(index) * timeStep }

    /// Whether a frame is voiced.
    public func isVoiced(_ index: Int) -> Bool { frequencies[index] > 0 }

    /// The runs of voiced frames, in order.
    public var voicedRanges: [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start: Int?
        for index in 0...count {
            let voiced = index < count && isVoiced(index)
            if voiced, start == nil { start = index }
            if !voiced, let first = start {
                ranges.append(first..<index)
                start = nil
            }
        }
        return ranges
    }

    /// The frequency in hertz at a time: on the line between the two nearest frames where both are voiced, else that of the
    /// nearer frame if that is voiced and at most half a step away; nil elsewhere.
    public func frequency(at time: Double) -> Double? {
        let position = (time - firstTime) / timeStep
        guard position.isFinite, position >= -0.5, position <= Double(count) - 0.5 else { return nil }
        let left = Int(position.rounded(.down))
        let share = position - Double(left)
        let (before, after) = (frequency(ofFrame: left), frequency(ofFrame: left + 1))
        if let before, let after { return before + share * (after - before) }
        return share < 0.5 ? before : after
    }

    private func frequency(ofFrame index: Int) -> Double? {
        frequencies.indices.contains(index) && frequencies[index] > 0 ? Double(frequencies[index]) : nil
    }

    /// Each frame's frequency in semitones above a reference in hertz; nil where it is unvoiced.
    public func semitones(above reference: Double = 27.5) -> [Double?] {
        frequencies.map { $0 > 0 ? 12 * log2(Double($0) / reference) : nil }
    }

    /// The mean frequency in hertz of the voiced frames; nil if there are none.
    public var meanFrequency: Double? {
        let voiced = frequencies.filter { $0 > 0 }
        return voiced.isEmpty ? nil : voiced.reduce(0) { $0 + Double($1) } / Double(voiced.count)
    }
}
