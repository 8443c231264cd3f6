import UndertoneNeural

/// Nets of one shape that were trained from different seeds, as one net that answers as they do on average.
///
/// The members stand side by side, and one linear layer takes the mean of their scores: the logarithmic opinion pool of what they say
/// (Hansen & Salamon, "Neural Network Ensembles", 1990; Genest & Zidek 1986). So whatever runs, stores or reads a net does so for several.
struct NetEnsemble {
    let net: Net
    /// By the names of the joined net's parameters.
    let weights: [String: [Float]]

    /// - Parameter members: the weights of each, by the names of `net`'s parameters.
    /// - Throws: ``LearningError`` unless the net ends with a linear layer, as a classifier does.
    init(_ net: Net, members: [[String: [Float]]]) throws {
        guard members.count > 1, case .linear(let classes, bias: let hasBias)? = net.layers.last else {
            throw LearningError.malformedWeights(reason: "only nets that end with a linear layer can be joined")
        }
        let last = "\(net.layers.count - 1)"
        let count = Float(members.count)
        var weights: [String: [Float]] = [:]
        var rows = [[Float]](repeating: [], count: classes)
        var bias = [Float](repeating: 0, count: classes)
        for (index, member) in members.enumerated() {
            for (name, numbers) in member {
                switch name {
                case "\(last).weight":
                    let inputs = numbers.count / classes
                    for row in 0..<classes { rows[row] += numbers[row * inputs..<(row + 1) * inputs].map { $0 / count } }
                case "\(last).bias":
                    for row in 0..<classes { bias[row] += numbers[row] / count }
                default: weights["0.\(index).\(name)"] = numbers
                }
            }
        }
        weights["1.weight"] = rows.flatMap(\.self)
        if hasBias { weights["1.bias"] = bias }
        self.net = Net(
            input: net.input,
            layers: [
                .concatenation(members.map { _ in Array(net.layers.dropLast()) }), .linear(classes, bias: hasBias),
            ])
        self.weights = weights
    }
}
