extension Layer {
    /// What the layer gives for an input, and what it learns.
    ///
    /// - Throws: ``NeuralError`` when it cannot take the input, or a number is out of bounds.
    func placed(on input: TensorShape, path: String) throws(NeuralError) -> (TensorShape, [ParameterDeclaration]) {
        try validate()
        switch (self, input) {
        case (.image, .sequence(let frames, let features)):
            return (.image(channels: 1, frames: frames, bands: features), [])
        case (.sequence, .image(let channels, let frames, let bands)):
            return (.sequence(frames: frames, features: channels * bands), [])
        case (.flatten, _):
            return (.vector(features: input.count), [])
        case (.linear(let outputs, let hasBias), .vector(let features)):
            return (.vector(features: outputs), Self.linear(features, outputs, hasBias: hasBias, path: path))
        case (.linear(let outputs, let hasBias), .sequence(let frames, let features)):
            return (
                .sequence(frames: frames, features: outputs), Self.linear(features, outputs, hasBias: hasBias, path: path)
            )
        case (.convolution(let convolution), .image(let channels, let frames, let bands)):
            let output = TensorShape.image(
                channels: convolution.channels, frames: convolution.outputExtent(of: frames, along: \.frames),
                bands: convolution.outputExtent(of: bands, along: \.bands))
            return (output, try convolution.parameters(inputs: channels, input: input, path: path))
        case (.convolution(let convolution), .sequence(let frames, let features)):
            guard convolution.kernel.bands == 1 else { break }
            let output = TensorShape.sequence(
                frames: convolution.outputExtent(of: frames, along: \.frames), features: convolution.channels)
            return (output, try convolution.parameters(inputs: features, input: input, path: path))
        case (.batchNormalization, .image(let features, _, _)), (.batchNormalization, .vector(let features)),
            (.batchNormalization, .sequence(_, let features)):
            let scale = Self.scaleAndShift(features, path: path)
            return (
                input,
                scale + [
                    ParameterDeclaration("\(path).running_mean", [features], .constant(0), isTrained: false),
                    ParameterDeclaration("\(path).running_var", [features], .constant(1), isTrained: false),
                ]
            )
        case (.layerNormalization, .sequence(_, let features)), (.layerNormalization, .vector(let features)):
            return (input, Self.scaleAndShift(features, path: path))
        case (.activation, _), (.dropout, _):
            return (input, [])
        case (.pooling(let pooling), .image(let channels, let frames, let bands)):
            return (
                .image(
                    channels: channels, frames: frames / pooling.kernel.frames, bands: bands / pooling.kernel.bands), []
            )
        case (.globalAverage, .image(let channels, _, _)):
            return (.vector(features: channels), [])
        case (.statistics, .sequence(_, let features)):
            return (.vector(features: 2 * features), [])
        case (.attentiveStatistics(let hidden), .sequence(_, let features)):
            return (
                .vector(features: 2 * features),
                Self.linear(features, hidden, path: "\(path).hidden") + Self.linear(hidden, features, path: "\(path).score")
            )
        case (.residual(let layers, let shortcut), _):
            let inner = try Net.shapes(layers, from: input, path: "\(path).layers.")
            let outer = try Net.shapes(shortcut, from: input, path: "\(path).shortcut.")
            let output = inner.last?.output ?? input
            guard output == outer.last?.output ?? input else { break }
            return (output, (inner + outer).flatMap(\.parameters))
        case (.squeezeExcitation(let reduction), .image(let channels, _, _)):
            let hidden = max(channels / reduction, 1)
            return (
                input,
                Self.linear(channels, hidden, path: "\(path).squeeze") + Self.linear(hidden, channels, path: "\(path).excite")
            )
        case (.concatenation(let ways), _):
            var outputs: [TensorShape] = []
            var parameters: [ParameterDeclaration] = []
            for (index, way) in ways.enumerated() {
                let placed = try Net.shapes(way, from: input, path: "\(path).\(index).")
                outputs.append(placed.last?.output ?? input)
                parameters += placed.flatMap(\.parameters)
            }
            guard let joined = TensorShape.joined(outputs) else { break }
            return (joined, parameters)
        case (.recurrent(let recurrent), .sequence(let frames, let features)):
            let directions = recurrent.isBidirectional ? 2 : 1
            return (
                .sequence(frames: frames, features: directions * recurrent.features),
                recurrent.parameters(inputs: features, path: path)
            )
        case (.attention(let heads), .sequence(_, let features)):
            guard features % heads == 0 else { break }
            return (
                input,
                Self.linear(features, 3 * features, path: "\(path).in") + Self.linear(features, features, path: "\(path).out")
            )
        default: break
        }
        throw .shape(layer: "\(path) (\(name))", input: input)
    }

    private static func linear(
        _ inputs: Int, _ outputs: Int, hasBias: Bool = true, path: String
    ) -> [ParameterDeclaration] {
        // PyTorch's start: uniform within one over the root of the number of inputs.
        let bound = 1 / Float(inputs).squareRoot()
        return [ParameterDeclaration("\(path).weight", [outputs, inputs], .uniform(bound))]
            + (hasBias ? [ParameterDeclaration("\(path).bias", [outputs], .uniform(bound))] : [])
    }

    private static func scaleAndShift(_ features: Int, path: String) -> [ParameterDeclaration] {
        [
            ParameterDeclaration("\(path).weight", [features], .constant(1)),
            ParameterDeclaration("\(path).bias", [features], .constant(0)),
        ]
    }

    private func validate() throws(NeuralError) {
        switch self {
        case .linear(let outputs, _): try Self.require(outputs, in: 1...(1 << 16), "number of outputs")
        case .convolution(let convolution): try convolution.validate()
        case .pooling(let pooling): try pooling.kernel.validate("pooling")
        case .squeezeExcitation(let reduction): try Self.require(reduction, in: 1...1024, "reduction")
        case .recurrent(let recurrent): try Self.require(recurrent.features, in: 1...(1 << 13), "recurrent features")
        case .attention(let heads): try Self.require(heads, in: 1...64, "number of heads")
        case .attentiveStatistics(let hidden): try Self.require(hidden, in: 1...(1 << 13), "hidden features")
        case .concatenation(let ways): try Self.require(ways.count, in: 1...64, "number of ways")
        case .dropout(let share):
            guard share >= 0, share < 1 else {
                let said = share.isNaN ? -1 : min(max(share, -1000), 1000)
                throw .outOfBounds(field: "dropout in per mille", value: Int((said * 1000).rounded()), bounds: 0...999)
            }
        default: break
        }
    }

    static func require(_ value: Int, in bounds: ClosedRange<Int>, _ field: String) throws(NeuralError) {
        guard bounds.contains(value) else { throw .outOfBounds(field: field, value: value, bounds: bounds) }
    }
}

extension Layer.Convolution {
    func validate() throws(NeuralError) {
        try Layer.require(channels, in: 1...(1 << 13), "number of channels")
        try Layer.require(groups, in: 1...(1 << 13), "number of groups")
        try kernel.validate("kernel")
        try stride.validate("stride")
        try dilation.validate("dilation")
    }

    func parameters(inputs: Int, input: TensorShape, path: String) throws(NeuralError) -> [ParameterDeclaration] {
        guard inputs % groups == 0, channels % groups == 0 else {
            throw .shape(layer: "\(path) (convolution in \(groups) groups)", input: input)
        }
        let fan = inputs / groups * kernel.frames * kernel.bands
        // He et al. 2015: keeps the variance through a ReLU.
        return [
            ParameterDeclaration(
                "\(path).weight", [channels, inputs / groups, kernel.frames, kernel.bands],
                .normal((2 / Float(fan)).squareRoot()))
        ] + (hasBias ? [ParameterDeclaration("\(path).bias", [channels], .constant(0))] : [])
    }
}

extension Extent {
    func validate(_ field: String) throws(NeuralError) {
        try Layer.require(frames, in: 1...1024, "\(field) over frames")
        try Layer.require(bands, in: 1...1024, "\(field) over bands")
    }
}

extension Layer.Recurrent {
    var gates: Int { cell == .lstm ? 4 : 3 }

    /// Named as PyTorch names them, one set a direction.
    func parameters(inputs: Int, path: String) -> [ParameterDeclaration] {
        let bound = 1 / Float(features).squareRoot()
        return (isBidirectional ? ["", "_reverse"] : [""]).flatMap { direction in
            [
                ParameterDeclaration("\(path).weight_ih\(direction)", [gates * features, inputs], .uniform(bound)),
                ParameterDeclaration("\(path).weight_hh\(direction)", [gates * features, features], .uniform(bound)),
                ParameterDeclaration("\(path).bias_ih\(direction)", [gates * features], .uniform(bound)),
                ParameterDeclaration("\(path).bias_hh\(direction)", [gates * features], .uniform(bound)),
            ]
        }
    }
}

extension TensorShape {
    /// Channels or features side by side; nil when the rest differs.
    static func joined(_ shapes: [TensorShape]) -> TensorShape? {
        guard var joined = shapes.first else { return nil }
        for shape in shapes.dropFirst() {
            switch (joined, shape) {
            case (.vector(let left), .vector(let right)): joined = .vector(features: left + right)
            case (.sequence(let frames, let left), .sequence(let others, let right)) where frames == others:
                joined = .sequence(frames: frames, features: left + right)
            case (.image(let left, let frames, let bands), .image(let right, let others, let otherBands))
            where frames == others && bands == otherBands:
                joined = .image(channels: left + right, frames: frames, bands: bands)
            default: return nil
            }
        }
        return joined
    }
}
