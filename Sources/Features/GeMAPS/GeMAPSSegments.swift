/// The voiced, or the unvoiced, stretches of a contour.
///
/// A single frame of the other kind does not end a stretch, and a stretch of less than three frames is none: both as measured on
/// openSMILE 2.6. A stretch of n frames lasts n − 1 hops.
struct GeMAPSSegments: Hashable, Sendable {
    /// In frames.
    let lengths: [Int]

    init(_ flags: [Bool], of kind: Bool) {
        var lengths: [Int] = []
        var (start, end): (Int?, Int) = (nil, 0)
        for (frame, flag) in flags.enumerated() where flag == kind {
            if let first = start, frame - end > 1 {
                lengths.append(end - first)
                start = frame
            }
            start = start ?? frame
            end = frame + 1
        }
        if let first = start { lengths.append(end - first) }
        self.lengths = lengths.filter { $0 >= 3 }
    }

    /// Mean and population standard deviation of the durations, in hops; 0 where there is none.
    var moments: (mean: Double, deviation: Double) {
        guard !lengths.isEmpty else { return (0, 0) }
        let count = Double(lengths.count)
        let mean = Double(lengths.reduce(0, +)) / count
        let squares = lengths.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        return (mean - 1, (squares / count).squareRoot())
    }
}
