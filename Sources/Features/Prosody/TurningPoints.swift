/// Where a contour turns: the ends of its movements of at least a given size.
///
/// A turn counts once the contour has gone back from it by that size, so ripples smaller than that do not part a movement.
enum TurningPoints {
    /// The indices of the first point of the first movement, of each turn and of the last movement's end; empty if nothing moves
    /// as far. Of equal extremes the first counts. O(n).
    static func indices(of values: [Double], smallestMovement: Double) -> [Int] {
        var (lowest, highest) = (0, 0)
        var turns: [Int] = []
        // The farthest point of the movement under way.
        var extreme = 0
        var isRising = false
        for index in values.indices {
            let value = values[index]
            guard !turns.isEmpty else {
                if value > values[highest] { highest = index }
                if value < values[lowest] { lowest = index }
                let (rise, fall) = (value - values[lowest], values[highest] - value)
                guard max(rise, fall) >= smallestMovement else { continue }
                isRising = rise >= smallestMovement
                turns.append(isRising ? lowest : highest)
                extreme = index
                continue
            }
            let gain = isRising ? value - values[extreme] : values[extreme] - value
            if gain > 0 {
                extreme = index
            } else if -gain >= smallestMovement {
                turns.append(extreme)
                isRising.toggle()
                extreme = index
            }
        }
        if !turns.isEmpty { turns.append(extreme) }
        return turns
    }
}
