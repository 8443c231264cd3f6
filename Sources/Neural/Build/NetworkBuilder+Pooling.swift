import CDNNL

extension NetworkBuilder {
    func pooling(_ pooling: Layer.Pooling, on input: Value) throws(NeuralError) -> Value {
        guard case .image(let channels, let frames, let bands) = input.shape else {
            throw .shape(layer: "pooling", input: input.shape)
        }
        let shape = TensorShape.image(
            channels: channels, frames: frames / pooling.kernel.frames, bands: bands / pooling.kernel.bands)
        if pooling.kind == .maximum, let runs = try ChannelRuns(input.data.layout) {
            func largest<Number: TensorNumber>(_ number: Number.Type) throws(NeuralError) -> Value? {
                guard let largest = MaximumPooling<Number>(pooling.kernel, on: runs, frames: frames, bands: bands) else { return nil }
                return try maximum(largest, of: input, in: runs, to: shape)
            }
            switch input.data.layout.format {
            case .single: if let output = try largest(Float.self) { return output }
            case .bfloat16: if let output = try largest(BFloat16.self) { return output }
            }
        }
        let algorithm = pooling.kind == .maximum ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding
        return try pooled(input, to: shape, kernel: pooling.kernel, algorithm: algorithm)
    }

    /// By our own loops, which are several times as fast as oneDNN's.
    private func maximum<Number: TensorNumber>(
        _ pooling: MaximumPooling<Number>, of input: Value, in runs: ChannelRuns, to shape: TensorShape
    ) throws(NeuralError) -> Value {
        let output = value(
            shape, try runs.layout(dimensions(shape), format: input.data.layout.format), after: input,
            frameStride: pooling.kernel.frames)
        let planes = batch * runs.count / pooling.inputCount
        guard let target = input.gradient, let gradient = output.gradient else {
            addForward(
                .pieces([input.data, output.data], count: planes) { numbers, plane in
                    pooling.forward(plane: plane, of: numbers[0], to: numbers[1], places: nil)
                })
            return output
        }
        // A byte for each number of the output.
        let places = Tensor(try Layout([planes, pooling.outputCount / MemoryLayout<Float>.size]))
        addForward(
            .pieces([input.data, output.data, places], count: planes) { numbers, plane in
                pooling.forward(plane: plane, of: numbers[0], to: numbers[1], places: numbers[2])
            })
        addBackward([
            .pieces([gradient, places, target], count: planes) { numbers, plane in
                pooling.backward(plane: plane, of: numbers[0], places: numbers[1], to: numbers[2])
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
        let any = try Layout.any(dimensions(shape), input.data.layout.format)
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

extension MaximumPooling {
    /// One plane of tensors, whatever their pointers are bound to.
    fileprivate func forward(
        plane: Int, of source: UnsafeMutableRawPointer, to target: UnsafeMutableRawPointer, places: UnsafeMutableRawPointer?
    ) {
        forward(
            source.assumingMemoryBound(to: Number.self) + plane * inputCount,
            to: target.assumingMemoryBound(to: Number.self) + plane * outputCount,
            places: places.map { $0.assumingMemoryBound(to: UInt8.self) + plane * outputCount })
    }

    fileprivate func backward(
        plane: Int, of gradient: UnsafeMutableRawPointer, places: UnsafeMutableRawPointer, to target: UnsafeMutableRawPointer
    ) {
        backward(
            gradient.assumingMemoryBound(to: Number.self) + plane * outputCount,
            places: places.assumingMemoryBound(to: UInt8.self) + plane * outputCount,
            to: target.assumingMemoryBound(to: Number.self) + plane * inputCount)
    }
}
