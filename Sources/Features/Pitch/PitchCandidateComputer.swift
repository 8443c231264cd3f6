import UndertoneAudio

/// Finds the candidates of single frames: what a pitch method is, apart from the path.
protocol PitchCandidateComputer: Sendable {
    /// The samples that a frame reads.
    var windowLength: Int { get }

    /// The frames that begin at `starts`; each lies inside `samples`, which are finite.
    ///
    /// A frame's result depends on its own samples only.
    func frames(_ samples: UnsafeBufferPointer<Float>, starts: [Int]) -> [PitchFrame]
}

extension DoublePairPointer {
    /// The largest magnitude in each lane within a distance of a place.
    @inline(__always)
    func largestMagnitude(within distance: Int, of middle: Int, length: Int) -> DoublePair {
        var largest = DoublePair.zero
        for n in Swift.max(0, middle - distance)..<Swift.min(length, middle + distance) {
            let magnitude = DoublePair(abs(self[n][0]), abs(self[n][1]))
            largest.replace(with: magnitude, where: magnitude .> largest)
        }
        return largest
    }
}
