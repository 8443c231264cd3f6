/// The rises and the falls of a contour.
struct ContourMovements: Hashable, Sendable {
    /// One way up, or one way down.
    struct Movement: Hashable, Sendable {
        /// How far it goes, positive, in the contour's unit.
        var size: Double
        /// In seconds.
        var duration: Double
        /// Units a second, positive.
        var slope: Double { size / duration }
    }

    private(set) var rises: [Movement] = []
    private(set) var falls: [Movement] = []
    /// Turns from rise to fall.
    private(set) var peakCount = 0

    /// Adds the movements of one stretch; times in seconds, rising.
    mutating func add(_ values: ArraySlice<Double>, times: ArraySlice<Double>, smallest: Double) {
        let turns = TurningPoints.indices(of: Array(values), smallestMovement: smallest)
        for (index, (start, end)) in zip(turns, turns.dropFirst()).enumerated() {
            let change = values[values.startIndex + end] - values[values.startIndex + start]
            let movement = Movement(
                size: abs(change), duration: times[times.startIndex + end] - times[times.startIndex + start])
            if change > 0 {
                rises.append(movement)
            } else {
                falls.append(movement)
                if index > 0 { peakCount += 1 }
            }
        }
    }
}
