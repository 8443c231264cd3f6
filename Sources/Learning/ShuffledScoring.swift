import Foundation
package import UndertoneFeatures

/// Predicts rows some of whose columns were shuffled, many times over.
package protocol ShuffledScoring: Sendable {
    /// The class index of each row, where row r takes `columns` from row `order[r]`.
    func predictions(columns: [Int], order: [Int]) throws -> [Int]
}

extension Classifier {
    /// The quickest way to predict shuffles of some rows.
    package func shuffledScoring(_ features: FeatureMatrix) throws -> any ShuffledScoring {
        if let machine = self as? SupportVectorMachine, let quick = try RadialShuffling(machine, features) { return quick }
        return CopyShuffling(classifier: self, features: features)
    }
}

/// Any classifier: shuffles a copy of the rows and predicts it.
struct CopyShuffling<Model: Classifier>: ShuffledScoring {
    let classifier: Model
    let features: FeatureMatrix

    func predictions(columns: [Int], order: [Int]) throws -> [Int] {
        var shuffled = features
        for (row, source) in order.enumerated() {
            for column in columns { shuffled[row, column] = features[source, column] }
        }
        return try classifier.scores(shuffled).predictions
    }
}

/// A machine with a radial kernel: a squared distance is a sum over columns, so only the shuffled ones are computed anew.
///
/// On EmoDB with 685 columns an explanation took a seventh of the time, with the same losses; what is left is mostly the
/// exponential of each distance. Holds rows × support vectors distances in single precision.
package struct RadialShuffling: ShuffledScoring {
    /// 256 MB of distances; larger parts are predicted like any other classifier's.
    static let largestTable = 1 << 26

    private let machine: SupportVectorMachine
    private let radial: RadialMachine
    private let features: FeatureMatrix
    /// Rows × support vectors.
    private let distances: [Float]

    /// Nil for a linear machine, and for a table that would be too large.
    init?(_ machine: SupportVectorMachine, _ features: FeatureMatrix) throws {
        guard case .radial(let radial) = machine.boundaries else { return nil }
        let size = features.rowCount.multipliedReportingOverflow(by: radial.count)
        guard !size.overflow, size.partialValue <= Self.largestTable else { return nil }
        self.machine = machine
        self.radial = radial
        self.features = features
        var distances: [Float] = []
        distances.reserveCapacity(size.partialValue)
        for row in 0..<features.rowCount {
            try Task.checkCancellation()
            distances += radial.squaredDistances(Array(features.row(row))).map { Float($0) }
        }
        self.distances = distances
    }

    package func predictions(columns: [Int], order: [Int]) throws -> [Int] {
        let count = radial.count
        // Column by column, so that the inner loop runs over neighbouring support vectors.
        let vectors = columns.flatMap { column in (0..<count).map { radial.vectors[$0 * features.columnCount + column] } }
        var squared = [Double](repeating: 0, count: count)
        var scores = ClassScores(classCount: machine.classCount)
        for (row, source) in order.enumerated() {
            for vector in 0..<count { squared[vector] = Double(distances[row * count + vector]) }
            for (place, column) in columns.enumerated() {
                let (old, new) = (Double(features[row, column]), Double(features[source, column]))
                // (new − v)² − (old − v)²
                let (slope, constant) = (-2 * (new - old), new * new - old * old)
                for vector in 0..<count {
                    squared[vector] += constant + slope * Double(vectors[place * count + vector])
                }
            }
            scores.append(machine.scores(kernel: squared.map { exp(-radial.gamma * max(0, $0)) }))
        }
        return scores.predictions
    }
}
