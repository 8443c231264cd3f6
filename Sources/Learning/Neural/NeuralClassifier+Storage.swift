import UndertoneNeural

extension NeuralClassifier {
    /// Safetensors, by the names and shapes of the net's parameters, which are PyTorch's.
    public func save() throws -> [UInt8] {
        var file = SafeTensors()
        let weights = weights
        for declaration in try parameters.net.parameters() {
            file.set(
                declaration.name, weights[declaration.name] ?? [], shape: declaration.shape,
                half: parameters.precision == .half && declaration.isStoredInHalf)
        }
        return try file.encoded()
    }

    public static func load(
        _ bytes: [UInt8], parameters: NeuralParameters, classCount: Int, featureCount: Int
    ) throws -> NeuralClassifier {
        // Before any tensor is made of it: the net is checked, and says how large each may be.
        try parameters.validate(classCount: classCount, featureCount: featureCount)
        let file = try SafeTensors(bytes)
        var weights: [String: [Float]] = [:]
        do {
            for declaration in try parameters.net.parameters() {
                guard file.tensors[declaration.name]?.shape == declaration.shape else {
                    throw LearningError.net(.weights(name: declaration.name))
                }
                weights[declaration.name] = try file.floats(declaration.name, count: declaration.count)
            }
        } catch let error as NeuralError {
            throw LearningError.net(error)
        }
        guard file.tensors.count == weights.count else {
            throw LearningError.malformedWeights(reason: "tensors that the net has no place for")
        }
        return try NeuralClassifier(parameters: parameters, classCount: classCount, weights: weights)
    }
}

extension ParameterDeclaration {
    /// Matrices and kernels; what normalises is small, and its variances may lie outside what half precision holds.
    var isStoredInHalf: Bool { isTrained && shape.count > 1 }
}
