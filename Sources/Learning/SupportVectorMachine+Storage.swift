extension SupportVectorMachine {
    /// Safetensors: exact, so that scores after loading are identical.
    public func save() throws -> [UInt8] {
        var file = SafeTensors()
        file.set("classes", classes.map { Int32($0) }, shape: [classes.count])
        file.set("offsets", offsets, shape: [offsets.count])
        switch boundaries {
        case .linear(let weights):
            file.set("weights", weights, shape: [offsets.count, featureCount])
        case .radial(let machine):
            file.set("gamma", [machine.gamma], shape: [1])
            file.set("support_counts", machine.counts.map { Int32($0) }, shape: [classes.count])
            file.set("coefficients", machine.coefficients, shape: [classes.count - 1, machine.count])
            file.set(
                "support_vectors", machine.vectors, shape: [machine.count, featureCount],
                half: parameters.precision == .half)
        }
        return try file.encoded()
    }

    public static func load(
        _ bytes: [UInt8], parameters: Parameters, classCount: Int, featureCount: Int
    ) throws -> SupportVectorMachine {
        let file = try SafeTensors(bytes)
        let classes = try file.integers("classes")
        guard classes.count > 1, classes.count <= classCount, classes == Array(Set(classes)).sorted(),
            classes.allSatisfy({ (0..<classCount).contains($0) })
        else { throw LearningError.malformedWeights(reason: "classes that are not the labels'") }
        let offsets = try file.doubles("offsets", count: pairCount(classes.count))
        let boundaries: Boundaries
        switch parameters.kernel {
        case .linear:
            boundaries = .linear(weights: try file.doubles("weights", count: offsets.count * featureCount))
        case .rbf:
            let counts = try file.integers("support_counts", count: classes.count)
            guard counts.allSatisfy({ $0 >= 0 }) else {
                throw LearningError.malformedWeights(reason: "a negative number of support vectors")
            }
            let total = counts.reduce(0, +)
            let gamma = try file.doubles("gamma", count: 1)[0]
            guard gamma.isFinite, gamma > 0 else {
                throw LearningError.malformedWeights(reason: "gamma is \(gamma)")
            }
            boundaries = .radial(
                RadialMachine(
                    gamma: gamma, vectors: try file.floats("support_vectors", count: total * featureCount),
                    counts: counts,
                    coefficients: try file.doubles("coefficients", count: (classes.count - 1) * total)))
        }
        return SupportVectorMachine(
            parameters: parameters, classCount: classCount, featureCount: featureCount, classes: classes,
            boundaries: boundaries, offsets: offsets)
    }
}
