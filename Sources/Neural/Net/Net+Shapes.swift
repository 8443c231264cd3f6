/// A layer in its place: what it takes, gives and learns.
struct PlacedLayer {
    let path: String
    let layer: Layer
    let output: TensorShape
    /// Its own and its inner layers'.
    let parameters: [ParameterDeclaration]
}

extension Net {
    /// The outer layers one after the other.
    func shapes(frames: Int) throws(NeuralError) -> [PlacedLayer] {
        guard (1...Self.largestExtent).contains(frames) else {
            throw .outOfBounds(field: "number of frames", value: frames, bounds: 1...Self.largestExtent)
        }
        try input.validate()
        return try Self.shapes(layers, from: input.shape(frames: frames), path: "")
    }

    /// All that a net learns or keeps; the number of frames does not matter to it, unless the net takes only one.
    public func parameters(frames: Int = 4096) throws(NeuralError) -> [ParameterDeclaration] {
        try shapes(frames: frames).flatMap(\.parameters)
    }

    /// How many numbers the outer layer that gives most gives for an utterance.
    public func largestOutput(frames: Int) throws(NeuralError) -> Int {
        try shapes(frames: frames).map(\.output.count).max() ?? input.shape(frames: frames).count
    }

    static func shapes(
        _ layers: [Layer], from input: TensorShape, path: String
    ) throws(NeuralError) -> [PlacedLayer] {
        var shape = input
        var placed: [PlacedLayer] = []
        for (index, layer) in layers.enumerated() {
            let path = path + "\(index)"
            let (output, parameters) = try layer.placed(on: shape, path: path)
            guard output.count > 0, output.count <= largestCount else {
                throw .shape(layer: "\(path) (\(layer.name))", input: shape)
            }
            placed.append(PlacedLayer(path: path, layer: layer, output: output, parameters: parameters))
            shape = output
        }
        return placed
    }

    static let largestExtent = 1 << 20
    static let largestCount = 1 << 28
}

extension Net.Input {
    fileprivate func validate() throws(NeuralError) {
        switch self {
        case .vector(let features): try Layer.require(features, in: 1...(1 << 20), "number of features")
        case .frames(let columns): try Layer.require(columns, in: 1...(1 << 16), "number of columns")
        }
    }
}
