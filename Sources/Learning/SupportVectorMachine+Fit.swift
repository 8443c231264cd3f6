import CSVM
import UndertoneFeatures

extension SupportVectorMachine {
    /// Solves one problem a pair of classes with libsvm. Cost: grows between the square and the cube of the rows.
    ///
    /// `seed` is not used: C-support vector classification without probabilities draws nothing.
    public static func fit(
        _ data: LabelledFeatures, parameters: Parameters, seed: UInt64
    ) throws -> SupportVectorMachine {
        try Task.checkCancellation()
        guard data.weights == nil else { throw LearningError.rowWeightsUnsupported(.svm) }
        let supports = data.supports
        let classes = supports.indices.filter { supports[$0] > 0 }
        guard classes.count > 1 else { throw LearningError.oneClass }
        guard parameters.cost.isFinite else {
            throw LearningError.invalidParameter(name: "cost", value: "\(parameters.cost)", expected: "a positive number")
        }
        var features = try data.utterances.rows()
        if parameters.precision == .half {
            features = FeatureMatrix(names: features.names, values: features.values.map(\.roundedToHalf))
        }
        // libsvm numbers classes as they first appear; in class order, pairs and tie-breaks are scikit-learn's.
        let order = data.classes.indices.sorted { (data.classes[$0], $0) < (data.classes[$1], $1) }
        let gamma = try parameters.gamma.value(for: features)
        let problem = try SupportVectorProblem(features: features, classes: data.classes, order: order)
        let solution = try problem.solve(
            parameters, gamma: gamma, classes: classes, weights: parameters.classWeighting.weights(supports: supports))

        let vectors = solution.rows.map { order[$0] }
        let machine = RadialMachine(
            gamma: gamma, vectors: features.rows(at: vectors).values, counts: solution.counts,
            coefficients: solution.coefficients)
        let boundaries: Boundaries =
            switch parameters.kernel {
            case .rbf: .radial(machine)
            case .linear: .linear(weights: machine.linearWeights(featureCount: features.columnCount))
            }
        return SupportVectorMachine(
            parameters: parameters, classCount: data.labels.count, featureCount: features.columnCount, classes: classes,
            boundaries: boundaries, offsets: solution.offsets)
    }
}

extension SupportVectorMachine.Gamma {
    func value(for features: FeatureMatrix) throws -> Double {
        let gamma: Double
        switch self {
        case .value(let value):
            gamma = value
        case .scale(let times):
            let variance = features.variance
            // scikit-learn's choice for constant features.
            gamma = times * (variance > 0 ? 1 / (Double(features.columnCount) * variance) : 1)
        }
        guard gamma.isFinite, gamma > 0 else {
            throw LearningError.invalidParameter(name: "gamma", value: "\(gamma)", expected: "a positive number")
        }
        return gamma
    }
}

extension FeatureMatrix {
    /// The variance of all values together, over their count.
    fileprivate var variance: Double {
        let mean = values.reduce(0.0) { $0 + Double($1) } / Double(values.count)
        return values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(values.count)
    }
}

extension RadialMachine {
    /// The same boundaries as one weight a feature, pairs × features: what a linear kernel's sum over vectors comes to.
    fileprivate func linearWeights(featureCount: Int) -> [Double] {
        var weights: [Double] = []
        var starts: [Int] = [0]
        for count in counts { starts.append(starts[starts.count - 1] + count) }
        let total = count
        for first in counts.indices {
            for second in counts.indices.dropFirst(first + 1) {
                var pair = [Double](repeating: 0, count: featureCount)
                func add(_ vectors: Range<Int>, coefficientsFrom offset: Int) {
                    for index in vectors {
                        let coefficient = coefficients[offset + index]
                        for column in 0..<featureCount {
                            pair[column] += coefficient * Double(self.vectors[index * featureCount + column])
                        }
                    }
                }
                add(starts[first]..<starts[first + 1], coefficientsFrom: (second - 1) * total)
                add(starts[second]..<starts[second + 1], coefficientsFrom: first * total)
                weights += pair
            }
        }
        return weights
    }
}
