/// Sums up each column of a matrix of frames by a list of functionals.
///
///     let computer = FunctionalsComputer([.mean, .percentile(20)])
///     let values = computer.compute(frames: mfcc, frameRate: 100)   // mfcc_0_mean, mfcc_0_percentile_20, mfcc_1_mean …
///
/// Works on eight columns at a time, one a vector lane, and accumulates in double precision. Cost for n frames:
/// O(n log² n) a column for percentiles (a sorting network, without branches), O(n log n) for modulation, O(n) for the rest.
public struct FunctionalsComputer: Hashable, Sendable {
    public let functionals: [Functional]

    /// Functionals with a parameter out of range give 0.
    public init(_ functionals: [Functional]) {
        self.functionals = functionals
    }

    /// Column by column, each column's functionals in order: `mfcc_0_mean`, `mfcc_0_percentile_20`, `mfcc_1_mean` …
    public func names(for columns: [String]) -> [String] {
        let endings = functionals.map(\.name)
        return columns.flatMap { column in endings.map { "\(column)_\($0)" } }
    }

    /// One value for each of `names(for: frames.names)`; all of them finite.
    ///
    /// - Parameters:
    ///   - frames: frames × descriptors; NaN and infinite values count as missing.
    ///   - frameRate: frames a second, positive.
    ///   - isActive: one flag a frame; frames with false take no part. Nil: all take part.
    /// - Precondition: `isActive`, when given, has one flag a frame.
    public func compute(frames: FeatureMatrix, frameRate: Double, isActive: [Bool]? = nil) -> [Float] {
        compute(frames: frames, columns: 0..<frames.columnCount, frameRate: frameRate, isActive: isActive)
    }

    /// The functionals of a range of the columns.
    func compute(
        frames: FeatureMatrix, columns: Range<Int>, frameRate: Double, isActive: [Bool]? = nil
    ) -> [Float] {
        precondition(isActive.map { $0.count == frames.rowCount } ?? true, "one flag a frame")
        var results = [Float](repeating: 0, count: columns.count * functionals.count)
        guard !functionals.isEmpty, !columns.isEmpty else { return results }
        let kept = (0..<frames.rowCount).filter { isActive?[$0] ?? true }
        var lanes = FunctionalLanes(frameIndices: kept, frameRate: frameRate, functionals: functionals)
        for first in stride(from: columns.lowerBound, to: columns.upperBound, by: FunctionalLanes.width) {
            let count = min(FunctionalLanes.width, columns.upperBound - first)
            lanes.load(frames, columns: first..<first + count)
            for (index, functional) in functionals.enumerated() {
                let values = lanes.value(of: functional)
                for lane in 0..<count {
                    let value = Float(values[lane])
                    results[(first - columns.lowerBound + lane) * functionals.count + index] = value.isFinite ? value : 0
                }
            }
        }
        return results
    }
}
