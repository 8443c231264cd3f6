import CDNNL

extension NetworkBuilder {
    func pooling(_ pooling: Layer.Pooling, on input: Value) throws(NeuralError) -> Value {
        guard case .image(let channels, let frames, let bands) = input.shape else {
            throw .shape(layer: "pooling", input: input.shape)
        }
        let shape = TensorShape.image(
            channels: channels, frames: frames / pooling.kernel.frames, bands: bands / pooling.kernel.bands)
        if pooling.kind == .maximum, let runs = try ChannelRuns(input.data.layout),
            let largest = MaximumPooling(pooling.kernel, on: runs, frames: frames, bands: bands)
        {
            return try maximum(largest, of: input, in: runs, to: shape)
        }
        let algorithm = pooling.kind == .maximum ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding
        return try pooled(input, to: shape, kernel: pooling.kernel, algorithm: algorithm)
    }

    /// By our own loops, which are several times as fast as oneDNN's.
    private func maximum(
        _ pooling: MaximumPooling, of input: Value, in runs: ChannelRuns, to shape: TensorShape
    ) throws(NeuralError) -> Value {
        let output = value(
            shape, try runs.layout(dimensions(shape)), after: input, frameStride: pooling.kernel.frames)
        let planes = batch * runs.count / pooling.inputCount
        let (inputCount, outputCount) = (pooling.inputCount, pooling.outputCount)
        guard let target = input.gradient, let gradient = output.gradient else {
            addForward(
                .pieces([input.data, output.data], count: planes) { numbers, plane in
                    pooling.forward(numbers[0] + plane * inputCount, to: numbers[1] + plane * outputCount, places: nil)
                })
            return output
        }
        // A byte for each number of the output.
        let places = Tensor(try Layout([planes, outputCount / MemoryLayout<Float>.size]))
        func bytes(_ numbers: UnsafeMutablePointer<Float>, _ plane: Int) -> UnsafeMutablePointer<UInt8> {
            UnsafeMutableRawPointer(numbers).assumingMemoryBound(to: UInt8.self) + plane * outputCount
        }
        addForward(
            .pieces([input.data, output.data, places], count: planes) { numbers, plane in
                pooling.forward(
                    numbers[0] + plane * inputCount, to: numbers[1] + plane * outputCount, places: bytes(numbers[2], plane))
            })
        addBackward([
            .pieces([gradient, places, target], count: planes) { numbers, plane in
                pooling.backward(
                    numbers[0] + plane * outputCount, places: bytes(numbers[1], plane), to: numbers[2] + plane * inputCount)
            }
        ])
        return output
    }

    func globalAverage(_ input: Value) throws(NeuralError) -> Value {
        guard case .image(let channels, let frames, let bands) = input.shape else {
            throw .shape(layer: "global average", input: input.shape)
        }
        let one = TensorShape.image(channels: channels, frames: 1, bands: 1)
        let mean = try pooled(
            input, to: one, kernel: Extent(frames, bands), algorithm: dnnl_pooling_avg_exclude_padding)
        return try flatten(mean)
    }

    private func pooled(
        _ input: Value, to shape: TensorShape, kernel: Extent, algorithm: dnnl_alg_kind_t
    ) throws(NeuralError) -> Value {
        let any = try Layout.any(dimensions(shape))
        let extent = [Int64(kernel.frames), Int64(kernel.bands)]
        let none: [Int64] = [0, 0]
        let operation = try Operation("a pooling") {
            onednn_pooling_forward(
                $0, engine.engine, propagation, algorithm, input.data.layout.handle, any.handle, extent, extent, none, none,
                none, $1)
        }
        let output = value(
            shape, try operation.layout(dnnl_query_dst_md, dimensions(shape)), after: input, frameStride: kernel.frames)
        // Where the largest were: an average has nothing to keep.
        let workspace = try isTraining ? operation.workspace().map { [(onednn_workspace, Tensor($0))] } ?? [] : []
        addForward(
            try step(operation, [(onednn_source, input.data), (onednn_target, output.data)] + workspace))
        if let target = input.gradient, let gradient = output.gradient {
            let backward = try Operation("a pooling's gradient") {
                onednn_pooling_backward(
                    $0, engine.engine, algorithm, target.layout.handle, gradient.layout.handle, extent, extent, none, none,
                    none, operation.description, $1)
            }
            addBackward([
                try step(
                    backward,
                    [(onednn_target_gradient, gradient), (onednn_source_gradient, target)] + workspace)
            ])
        }
        return output
    }
}
