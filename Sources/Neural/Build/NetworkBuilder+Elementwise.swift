import CDNNL

extension NetworkBuilder {
    func activation(_ activation: Activation, on input: Value) throws(NeuralError) -> Value {
        let layout = input.data.layout
        let operation = try Operation("an activation") {
            onednn_eltwise_forward(
                $0, engine.engine, propagation, activation.algorithm, layout.handle, activation.alpha, 0, $1)
        }
        let output = value(input.shape, layout, after: input)
        addForward(try step(operation, [(onednn_source, input.data), (onednn_target, output.data)]))
        if let target = input.gradient, let gradient = output.gradient {
            let backward = try Operation("an activation's gradient") {
                onednn_eltwise_backward(
                    $0, engine.engine, activation.algorithm, layout.handle, activation.alpha, 0, operation.description, $1)
            }
            addBackward([
                try step(
                    backward,
                    [
                        (onednn_source, input.data), (onednn_target_gradient, gradient),
                        (onednn_source_gradient, target),
                    ])
            ])
        }
        return output
    }

    /// left + right, number by number.
    func sum(_ left: Tensor, _ right: Tensor, into target: Tensor) throws(NeuralError) -> Step {
        let operation = try Operation("a sum") {
            onednn_binary(
                $0, engine.engine, dnnl_binary_add, left.layout.handle, right.layout.handle, target.layout.handle, $1)
        }
        return try step(
            operation,
            [(onednn_source, left), (onednn_source_1, right), (onednn_target, target)])
    }

    func residual(
        _ layers: [Layer], shortcut: [Layer], on input: Value, path: String
    ) throws(NeuralError) -> Value {
        let branches = try fork(input, 2)
        let left = try build(layers, on: branches[0], path: "\(path).layers.")
        let right = try reordered(build(shortcut, on: branches[1], path: "\(path).shortcut."), to: left.data.layout)
        let output = Value(
            shape: left.shape, data: Tensor(left.data.layout), gradient: isTraining ? Tensor(left.data.layout) : nil,
            frameStride: left.frameStride)
        addForward(try sum(left.data, right.data, into: output.data))
        // A sum's gradient is that of both terms: the same buffer.
        left.gradient?.buffer.alias = output.gradient?.buffer
        right.gradient?.buffer.alias = output.gradient?.buffer
        return output
    }

    /// What is left out depends on the seed of the pass, the layer's path and the place in the tensor.
    func dropout(_ share: Float, on input: Value, path: String) throws(NeuralError) -> Value {
        guard isTraining, share > 0 else { return input }
        let input = try single(input)
        let output = value(input.shape, input.data.layout, after: input)
        let count = input.data.layout.byteCount / MemoryLayout<Float>.size
        let key = DropoutMask.key(path)
        let conditions = conditions
        addForward(
            .function([input.data, output.data]) { numbers in
                DropoutMask(share: share, seed: conditions.seed, key: key).apply(numbers[0], to: numbers[1], count: count)
            })
        if let target = input.gradient, let gradient = output.gradient {
            addBackward([
                .function([gradient, target]) { numbers in
                    DropoutMask(share: share, seed: conditions.seed, key: key)
                        .apply(numbers[0], to: numbers[1], count: count)
                }
            ])
        }
        return output
    }
}

/// Which numbers dropout leaves out, drawn anew in the same way forward and backward.
struct DropoutMask {
    private let threshold: UInt64
    private let scale: Float
    private let start: UInt64

    init(share: Float, seed: UInt64, key: UInt64) {
        threshold = UInt64(Double(share) * 4_294_967_296)
        scale = 1 / (1 - share)
        start = Self.mixed(seed ^ key)
    }

    func apply(_ source: UnsafeMutablePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int) {
        for pair in 0..<(count + 1) / 2 {
            // One draw of 64 bits for two numbers.
            let draw = Self.mixed(start &+ UInt64(pair) &* 0x9E37_79B9_7F4A_7C15)
            let index = 2 * pair
            target[index] = (draw & 0xFFFF_FFFF) < threshold ? 0 : scale * source[index]
            if index + 1 < count { target[index + 1] = (draw >> 32) < threshold ? 0 : scale * source[index + 1] }
        }
    }

    /// A number for a layer's path, the same in every run (Fowler, Noll and Vo's hash).
    static func key(_ path: String) -> UInt64 {
        path.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
    }

    /// The end of SplitMix64 (Steele, Lea and Flood 2014).
    private static func mixed(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
