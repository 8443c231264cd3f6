extension NetworkBuilder {
    /// Layers one after the other; what belongs together is done in one operation.
    func build(_ layers: [Layer], on input: Value, path: String) throws(NeuralError) -> Value {
        var value = input
        var index = 0
        while index < layers.count {
            let place = path + "\(index)"
            let rest = layers[(index + 1)...]
            switch (layers[index], rest.first) {
            case (.convolution(let convolution), .batchNormalization?) where !isTraining:
                // In inference a batch normalisation is a scale and a shift, which the convolution can do itself.
                let activation = rest.dropFirst().first?.activation
                value = try self.convolution(
                    convolution, on: value, path: place, folding: path + "\(index + 1)", activation: activation)
                index += activation == nil ? 2 : 3
            case (.convolution(let convolution), .activation(let activation)?) where !isTraining:
                value = try self.convolution(convolution, on: value, path: place, activation: activation)
                index += 2
            case (.linear(let outputs, let hasBias), .activation(let activation)?) where !isTraining:
                value = try linear(outputs, hasBias: hasBias, on: value, path: place, activation: activation)
                index += 2
            case (.batchNormalization, .activation(.relu)?):
                value = try batchNormalization(value, path: place, fusesRelu: true)
                index += 2
            default:
                value = try build(layers[index], on: value, path: place)
                index += 1
            }
        }
        return value
    }

    private func build(_ layer: Layer, on input: Value, path: String) throws(NeuralError) -> Value {
        switch layer {
        case .image: try image(input)
        case .sequence: try sequence(input)
        case .flatten: try flatten(input)
        case .linear(let outputs, let hasBias): try linear(outputs, hasBias: hasBias, on: input, path: path)
        case .convolution(let convolution): try self.convolution(convolution, on: input, path: path)
        case .batchNormalization: try batchNormalization(input, path: path, fusesRelu: false)
        case .layerNormalization: try layerNormalization(input, path: path)
        case .activation(let activation): try self.activation(activation, on: input)
        case .pooling(let pooling): try self.pooling(pooling, on: input)
        case .globalAverage: try globalAverage(input)
        case .dropout(let share): try dropout(Float(share), on: input, path: path)
        case .residual(let layers, let shortcut): try residual(layers, shortcut: shortcut, on: input, path: path)
        case .squeezeExcitation: try squeezeExcitation(input, path: path)
        case .concatenation(let ways): try concatenation(ways, on: input, path: path)
        case .recurrent(let recurrent): try self.recurrent(recurrent, on: input, path: path)
        case .attention(let heads): try attention(heads: heads, on: input, path: path)
        case .attentiveStatistics(let hidden): try attentiveStatistics(hidden: hidden, on: input, path: path)
        case .statistics: try statistics(input)
        }
    }
}

extension Layer {
    fileprivate var activation: Activation? {
        if case .activation(let activation) = self { activation } else { nil }
    }
}
