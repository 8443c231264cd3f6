import Foundation

/// How the learning rate goes from the first step to the last.
public enum LearningRateSchedule: Codable, Hashable, Sendable {
    case constant
    /// Up along a straight line for a share of the steps, then down along half a cosine to nothing (Loshchilov and Hutter 2017).
    case cosine(warmup: Double)
    /// Up along a cosine from a 25th for a share of the steps, then down to nothing (Smith and Topin 2018).
    case oneCycle(rise: Double)
    /// Multiplied by the factor whenever this many epochs have brought nothing better.
    case plateau(factor: Double, patience: Int)

    /// The share of the highest rate at a step; a plateau's is for the caller to follow with ``Plateau``.
    public func share(step: Int, of steps: Int) -> Double {
        let position = Double(step) / Double(max(steps, 1))
        switch self {
        case .constant, .plateau: return 1
        case .cosine(let warmup):
            if position < warmup { return (Double(step) + 1) / (warmup * Double(steps) + 1) }
            return Self.fall((position - warmup) / max(1 - warmup, .leastNormalMagnitude))
        case .oneCycle(let rise):
            if position < rise { return 0.04 + 0.96 * (1 - Self.fall(position / rise)) }
            return Self.fall((position - rise) / max(1 - rise, .leastNormalMagnitude))
        }
    }

    /// From 1 to 0 along half a cosine.
    private static func fall(_ position: Double) -> Double { (1 + cos(.pi * min(max(position, 0), 1))) / 2 }

    /// What has to be remembered of a plateau from epoch to epoch.
    public struct Plateau: Codable, Hashable, Sendable {
        public private(set) var share = 1.0
        /// Nil before the first epoch: an infinity could not be written as JSON.
        private var best: Double?
        private var waited = 0

        public init() {}

        /// - Parameter figure: of the epoch, the higher the better.
        public mutating func note(_ figure: Double, factor: Double, patience: Int) {
            if figure > best ?? -.infinity {
                (best, waited) = (figure, 0)
            } else {
                waited += 1
                if waited > patience { (share, waited) = (share * factor, 0) }
            }
        }
    }
}
