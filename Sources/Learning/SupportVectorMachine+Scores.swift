import Foundation
public import UndertoneFeatures

extension SupportVectorMachine {
    /// Votes plus bounded confidence, as scikit-learn's `decision_function_shape="ovr"` documents it. A class without
    /// training rows gets −1, below any other.
    public func scores(_ features: FeatureMatrix) throws -> ClassScores {
        let pairs = Self.pairCount(classes.count)
        let decisions = try decisions(features)
        var values: [Double] = []
        values.reserveCapacity(features.rowCount * classCount)
        for row in 0..<features.rowCount {
            values += oneVersusRest(decisions[row * pairs..<(row + 1) * pairs])
        }
        return ClassScores(classCount: classCount, values: values)
    }

    /// libsvm's own prediction: the class with most votes; of equals, the first.
    public func votes(_ features: FeatureMatrix) throws -> [Int] {
        let pairs = Self.pairCount(classes.count)
        let decisions = try decisions(features)
        return (0..<features.rowCount).map { row in
            var votes = [Int](repeating: 0, count: classes.count)
            forEachPair { first, second, pair in
                votes[decisions[row * pairs + pair] > 0 ? first : second] += 1
            }
            return classes[votes.indices.reduce(0) { votes[$1] > votes[$0] ? $1 : $0 }]
        }
    }

    /// The signed decision of every pair, rows × pairs: positive for the first class of the pair.
    public func decisions(_ features: FeatureMatrix) throws -> [Double] {
        try check(features)
        var result: [Double] = []
        result.reserveCapacity(features.rowCount * offsets.count)
        for row in 0..<features.rowCount {
            let values = features.row(row)
            switch boundaries {
            case .linear(let weights):
                for pair in offsets.indices {
                    let start = pair * featureCount
                    var sum = -offsets[pair]
                    for (column, value) in values.enumerated() { sum += weights[start + column] * Double(value) }
                    result.append(sum)
                }
            case .radial(let machine):
                result += machine.decisions(Array(values), offsets: offsets)
            }
        }
        return result
    }

    /// The scores of one row whose kernel with each support vector is known.
    func scores(kernel: [Double]) -> ClassScores {
        guard case .radial(let machine) = boundaries else { return ClassScores(classCount: classCount) }
        return ClassScores(
            classCount: classCount, values: oneVersusRest(machine.decisions(kernel: kernel, offsets: offsets)[...]))
    }

    private func oneVersusRest(_ decisions: ArraySlice<Double>) -> [Double] {
        var votes = [Double](repeating: 0, count: classes.count)
        var confidences = votes
        forEachPair { first, second, pair in
            let decision = decisions[decisions.startIndex + pair]
            votes[decision > 0 ? first : second] += 1
            confidences[first] += decision
            confidences[second] -= decision
        }
        var scores = [Double](repeating: -1, count: classCount)
        for (position, index) in classes.enumerated() {
            scores[index] = votes[position] + confidences[position] / (3 * (abs(confidences[position]) + 1))
        }
        return scores
    }

    private func forEachPair(_ body: (_ first: Int, _ second: Int, _ pair: Int) -> Void) {
        var pair = 0
        for first in classes.indices {
            for second in classes.indices.dropFirst(first + 1) {
                body(first, second, pair)
                pair += 1
            }
        }
    }
}

extension RadialMachine {
    /// One decision a pair. Cost: support vectors × features, in double precision as libsvm's.
    func decisions(_ row: [Float], offsets: [Double]) -> [Double] {
        decisions(kernel: squaredDistances(row).map { exp(-gamma * $0) }, offsets: offsets)
    }

    /// - Parameter kernel: one value a support vector.
    func decisions(kernel: [Double], offsets: [Double]) -> [Double] {
        var starts: [Int] = []
        var total = 0
        for count in counts {
            starts.append(total)
            total += count
        }
        var result: [Double] = []
        result.reserveCapacity(offsets.count)
        for first in counts.indices {
            for second in counts.indices.dropFirst(first + 1) {
                var sum = 0.0
                let ofFirst = (second - 1) * total
                for index in starts[first]..<starts[first] + counts[first] {
                    sum += coefficients[ofFirst + index] * kernel[index]
                }
                let ofSecond = first * total
                for index in starts[second]..<starts[second] + counts[second] {
                    sum += coefficients[ofSecond + index] * kernel[index]
                }
                result.append(sum - offsets[result.count])
            }
        }
        return result
    }

    /// From one row to each support vector.
    func squaredDistances(_ row: [Float]) -> [Double] {
        let width = row.count
        return vectors.withUnsafeBufferPointer { vectors in
            row.withUnsafeBufferPointer { row in
                (0..<count).map { index in
                    let start = index * width
                    // Four sums at once: a single one would wait for each addition.
                    var sums = SIMD4<Double>()
                    var column = 0
                    while column + 4 <= width {
                        let difference =
                            SIMD4<Double>(
                                Double(row[column]), Double(row[column + 1]), Double(row[column + 2]),
                                Double(row[column + 3]))
                            - SIMD4<Double>(
                                Double(vectors[start + column]), Double(vectors[start + column + 1]),
                                Double(vectors[start + column + 2]), Double(vectors[start + column + 3]))
                        sums += difference * difference
                        column += 4
                    }
                    var sum = sums.sum()
                    while column < width {
                        let difference = Double(row[column]) - Double(vectors[start + column])
                        sum += difference * difference
                        column += 1
                    }
                    return sum
                }
            }
        }
    }
}
