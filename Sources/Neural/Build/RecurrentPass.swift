import CDNNL

/// One direction of a recurrent layer: frames × batch × inputs to frames × batch × features.
struct RecurrentPass {
    let source: Tensor
    let target: Tensor
    private let builder: NetworkBuilder
    private let operation: Operation
    private let layouts: Layouts
    private let order: GateOrder
    /// The parameters' names without what tells input from state.
    private let path: String
    private let direction: String
    private let inputWeights: Tensor
    private let stateWeights: Tensor
    private let bias: Tensor
    /// The state before the first frame, zero. Left out, oneDNN 2.6 derives an LSTM's weights from numbers that are not zero.
    private let start: Tensor
    private let workspace: Tensor?

    private struct Layouts {
        let source: Layout
        let target: Layout
        /// Layers × directions × batch × features, of the output and of an LSTM's cell.
        let state: Layout
        let bias: Layout
        /// As the parameters lie: layers × directions × inputs × gates × features, seen through gates × features × inputs.
        let inputWeights: Layout
        let stateWeights: Layout
        let anyInputWeights: Layout
        let anyStateWeights: Layout

        /// With a state of zero at the beginning, and without one at the end.
        var handles: onednn_recurrent {
            onednn_recurrent(
                source: source.handle, source_state: state.handle, source_cell: state.handle, weights: anyInputWeights.handle,
                state_weights: anyStateWeights.handle, bias: bias.handle, target: target.handle, target_state: nil,
                target_cell: nil)
        }
    }

    init(
        _ recurrent: Layer.Recurrent, inputs: Int, frames: Int, path: String, direction: String, builder: NetworkBuilder
    ) throws(NeuralError) {
        let (gates, features) = (recurrent.gates, recurrent.features)
        func weights(_ inputs: Int) throws(NeuralError) -> Layout {
            let count = gates * features * inputs
            return try Layout([1, 1, inputs, gates, features], strides: [count, count, 1, features * inputs, inputs])
        }
        layouts = try Layouts(
            source: Layout([frames, builder.batch, inputs]), target: Layout([frames, builder.batch, features]),
            state: Layout([1, 1, builder.batch, features]), bias: Layout([1, 1, GateOrder.biasGates, features]),
            inputWeights: weights(inputs), stateWeights: weights(features),
            anyInputWeights: .any([1, 1, inputs, gates, features]),
            anyStateWeights: .any([1, 1, features, gates, features]))
        self.builder = builder
        self.path = path
        self.direction = direction
        let handles = layouts.handles
        operation = try Operation("a recurrent layer") {
            let describe = recurrent.cell == .lstm ? onednn_lstm_forward : onednn_gru_forward
            return describe(
                $0, builder.engine.engine, builder.propagation, dnnl_unidirectional_left2right, handles, $1)
        }
        let order = GateOrder(cell: recurrent.cell, features: features)
        self.order = order
        source = Tensor(layouts.source)
        target = Tensor(layouts.target)
        start = Tensor(layouts.state)
        workspace = try builder.isTraining ? operation.workspace().map { Tensor($0) } : nil
        inputWeights = try Self.ordered("\(path).weight_ih\(direction)", layouts.inputWeights, order, builder)
        stateWeights = try Self.ordered("\(path).weight_hh\(direction)", layouts.stateWeights, order, builder)
        bias = Tensor(layouts.bias, home: builder.isTraining ? .planned : .permanent)
        builder.addWeights(
            .function([
                try builder.master("\(path).bias_ih\(direction)"), try builder.master("\(path).bias_hh\(direction)"), bias,
            ]) { order.join(ofInput: $0[0], ofState: $0[1], to: $0[2]) })
    }

    func forward() throws(NeuralError) -> [Step] {
        let count = start.layout.byteCount / MemoryLayout<Float>.size
        return [
            .function([start]) { $0[0].update(repeating: 0, count: count) },
            try builder.step(operation, arguments(for: operation)),
        ]
    }

    /// The steps, and where they write the source's gradient and read the target's.
    func backward() throws(NeuralError) -> (steps: [Step], ofSource: Tensor, ofTarget: Tensor) {
        let (handles, order) = (layouts.handles, order)
        let derive = try Operation("a recurrent layer's gradient") {
            let describe = order.cell == .lstm ? onednn_lstm_backward : onednn_gru_backward
            return describe(
                $0, builder.engine.engine, dnnl_unidirectional_left2right, handles, handles, operation.description, $1)
        }
        let ofInputWeights = Tensor(
            try derive.layout(dnnl_query_diff_weights_md, index: 0, layouts.inputWeights.dimensions))
        let ofStateWeights = Tensor(
            try derive.layout(dnnl_query_diff_weights_md, index: 1, layouts.stateWeights.dimensions))
        let (ofBias, ofSource, ofTarget) = (Tensor(layouts.bias), Tensor(layouts.source), Tensor(layouts.target))
        // The operation adds to what is there.
        let sums = [ofInputWeights, ofStateWeights, ofBias]
        let counts = sums.map { $0.layout.byteCount / MemoryLayout<Float>.size }
        var steps: [Step] = [
            .function(sums) { numbers in
                for (start, count) in zip(numbers, counts) { start.update(repeating: 0, count: count) }
            }
        ]
        steps.append(
            try builder.step(
                derive,
                arguments(for: derive) + [
                    (onednn_source_gradient, ofSource), (onednn_target_gradient, ofTarget),
                    (onednn_weights_gradient, ofInputWeights), (onednn_weights_gradient_1, ofStateWeights),
                    (onednn_bias_gradient, ofBias), (onednn_source_gradient_1, Tensor(layouts.state)),
                ] + (order.cell == .lstm ? [(onednn_source_gradient_2, Tensor(layouts.state))] : [])))
        steps += try given("\(path).weight_ih\(direction)", ofInputWeights, layouts.inputWeights)
        steps += try given("\(path).weight_hh\(direction)", ofStateWeights, layouts.stateWeights)
        steps.append(
            .function([
                ofBias, try builder.gradient("\(path).bias_ih\(direction)"),
                try builder.gradient("\(path).bias_hh\(direction)"),
            ]) { order.part($0[0], ofInput: $0[1], ofState: $0[2]) })
        return (steps, ofSource, ofTarget)
    }

    private func arguments(for operation: Operation) throws(NeuralError) -> [(argument: Int, tensor: Tensor)] {
        let weights = try (
            input: builder.prepared(
                inputWeights, as: operation.layout(dnnl_query_weights_md, index: 0, layouts.inputWeights.dimensions)),
            state: builder.prepared(
                stateWeights, as: operation.layout(dnnl_query_weights_md, index: 1, layouts.stateWeights.dimensions))
        )
        return [
            (onednn_source, source), (onednn_weights, weights.input), (onednn_weights_1, weights.state), (onednn_bias, bias),
            (onednn_target, target), (onednn_source_1, start),
        ] + (order.cell == .lstm ? [(onednn_source_2, start)] : [])
            + (workspace.map { [(onednn_workspace, $0)] } ?? [])
    }

    /// A parameter with its gates in oneDNN's order.
    private static func ordered(
        _ name: String, _ layout: Layout, _ order: GateOrder, _ builder: NetworkBuilder
    ) throws(NeuralError) -> Tensor {
        let master = try builder.master(name)
        guard order.cell == .gru else { return master.viewed(as: layout) }
        let inputs = layout.dimensions[2]
        let ordered = Tensor(layout, home: builder.isTraining ? .planned : .permanent)
        builder.addWeights(.function([master, ordered]) { order.swapGates($0[0], to: $0[1], inputs: inputs) })
        return ordered
    }

    /// What brings a parameter's gradient to the others.
    private func given(_ name: String, _ gradient: Tensor, _ layout: Layout) throws(NeuralError) -> [Step] {
        let target = try builder.gradient(name)
        guard order.cell == .gru else { return [try builder.reorder(gradient, target.viewed(as: layout))] }
        let (order, inputs) = (order, layout.dimensions[2])
        let ordered = Tensor(layout)
        return [
            try builder.reorder(gradient, ordered),
            .function([ordered, target]) { order.swapGates($0[0], to: $0[1], inputs: inputs) },
        ]
    }
}
