import CDNNL

/// Turns layers into steps, for one batch size, number of frames and purpose.
///
/// Each kind of layer has a function, in a file of its own, that takes a value, adds its steps and gives the next value. Steps backward
/// are added in groups as the net is built forward, and run in the reverse order of groups.
final class NetworkBuilder {
    let engine: ComputeEngine
    let store: ParameterStore
    let batch: Int
    let isTraining: Bool
    /// Of pictures.
    let format: NumberFormat
    let conditions: RunConditions
    /// Once before the first step, and again when weights have changed; for inference.
    private(set) var preparation: [Step] = []
    private(set) var forward: [Step] = []
    private var backwardGroups: [[Step]] = []

    var backward: [Step] { backwardGroups.reversed().flatMap(\.self) }

    init(
        engine: ComputeEngine, store: ParameterStore, batch: Int, isTraining: Bool, format: NumberFormat,
        conditions: RunConditions
    ) {
        self.engine = engine
        self.store = store
        self.batch = batch
        self.isTraining = isTraining
        self.format = format
        self.conditions = conditions
    }

    var propagation: dnnl_prop_kind_t { isTraining ? dnnl_forward_training : dnnl_forward_inference }

    // MARK: Values

    /// Row by row: batch × shape, a picture being batch × channels × frames × bands.
    func plainLayout(_ shape: TensorShape) throws(NeuralError) -> Layout {
        try Layout(dimensions(shape))
    }

    func dimensions(_ shape: TensorShape) -> [Int] {
        switch shape {
        case .vector(let features): [batch, features]
        case .sequence(let frames, let features): [batch, frames, features]
        case .image(let channels, let frames, let bands): [batch, channels, frames, bands]
        }
    }

    /// Room for what a layer gives.
    ///
    /// - Parameter frameStride: how many frames of the layer's input go into one.
    func value(
        _ shape: TensorShape, _ layout: Layout, after input: Value, frameStride: Int = 1
    ) -> Value {
        Value(
            shape: shape, data: Tensor(layout), gradient: isTraining ? Tensor(layout) : nil,
            frameStride: input.frameStride * frameStride)
    }

    /// The value in another layout; itself when it already is.
    func reordered(_ input: Value, to layout: Layout) throws(NeuralError) -> Value {
        guard !input.data.layout.isEqual(to: layout) else { return input }
        let output = Value(
            shape: input.shape, data: Tensor(layout), gradient: input.gradient.map { _ in Tensor(layout) },
            frameStride: input.frameStride)
        forward.append(try reorder(input.data, output.data))
        if let target = input.gradient, let source = output.gradient { addBackward([try reorder(source, target)]) }
        return output
    }

    /// The value in single precision, its channels in the same runs: for our own loops.
    func single(_ input: Value) throws(NeuralError) -> Value {
        guard input.data.layout.format != .single else { return input }
        let layout =
            if let runs = try ChannelRuns(input.data.layout) { try runs.layout(dimensions(input.shape)) } else {
                try plainLayout(input.shape)
            }
        return try reordered(input, to: layout)
    }

    // MARK: Steps

    func addForward(_ step: Step) { forward.append(step) }

    func addBackward(_ steps: [Step]) {
        if isTraining { backwardGroups.append(steps) }
    }

    func addPreparation(_ step: Step) { preparation.append(step) }

    /// An operation with its tensors, and room to work where it needs some.
    func step(_ operation: Operation, _ arguments: [(argument: Int, tensor: Tensor)]) throws(NeuralError) -> Step {
        let scratchpad = try operation.scratchpad().map { (argument: onednn_scratchpad, tensor: Tensor($0)) }
        return .operation(operation, arguments + (scratchpad.map { [$0] } ?? []))
    }

    func reorder(_ source: Tensor, _ target: Tensor) throws(NeuralError) -> Step {
        let operation = try Operation("a change of layout") {
            onednn_reorder($0, engine.engine, source.layout.handle, target.layout.handle, $1)
        }
        return try step(
            operation, [(onednn_source, source), (onednn_target, target)])
    }

    /// A tensor in another layout, itself when it already is, without regard to gradients.
    func moved(_ source: Tensor, to layout: Layout, in steps: inout [Step]) throws(NeuralError) -> Tensor {
        guard !source.layout.isEqual(to: layout) else { return source }
        let target = Tensor(layout)
        steps.append(try reorder(source, target))
        return target
    }

    // MARK: Parameters

    /// The master numbers of a parameter, seen in some shape of as many numbers.
    func master(_ name: String, _ dimensions: [Int]? = nil) throws(NeuralError) -> Tensor {
        try external(name, dimensions, in: store.values)
    }

    /// A parameter in the layout that an operation chose.
    func weights(_ name: String, as layout: Layout) throws(NeuralError) -> Tensor {
        try prepared(master(name, layout.dimensions), as: layout)
    }

    /// Weights in another layout: anew for each step of training, once for inference.
    func prepared(_ source: Tensor, as layout: Layout) throws(NeuralError) -> Tensor {
        guard !source.layout.isEqual(to: layout) else { return source }
        let weights = Tensor(layout, home: isTraining ? .planned : .permanent)
        addWeights(try reorder(source, weights))
        return weights
    }

    /// What makes weights of others: in each step of training, once for inference.
    func addWeights(_ step: Step) {
        if isTraining { addForward(step) } else { addPreparation(step) }
    }

    /// Where a parameter's gradient goes.
    func gradient(_ name: String) throws(NeuralError) -> Tensor { try external(name, nil, in: store.gradients) }

    /// Where an operation writes a parameter's gradient, and what brings it to the others from there.
    func weightsGradient(_ name: String, from layout: Layout) throws(NeuralError) -> (tensor: Tensor, after: [Step]) {
        let target = try external(name, layout.dimensions, in: store.gradients)
        guard !layout.isEqual(to: target.layout) else { return (target, []) }
        let tensor = Tensor(layout)
        return (tensor, [try reorder(tensor, target)])
    }

    private func external(
        _ name: String, _ dimensions: [Int]?, in numbers: UnsafeMutableBufferPointer<Float>
    ) throws(NeuralError) -> Tensor {
        let entry = try store.entry(name)
        let dimensions = dimensions ?? entry.declaration.shape
        guard let base = numbers.baseAddress, dimensions.reduce(1, *) == entry.declaration.count else {
            throw .weights(name: name)
        }
        return Tensor(try Layout(dimensions), home: .external(UnsafeMutableRawPointer(base + entry.offset)))
    }
}

/// What a compiled net is told before each pass: which numbers dropout draws, and how long the utterances are.
final class RunConditions {
    let frames: Int
    var seed: UInt64 = 0
    /// Frames of each utterance of the batch that are not padding.
    var lengths: [Int]

    init(batch: Int, frames: Int) {
        self.frames = frames
        lengths = [Int](repeating: frames, count: batch)
    }

    /// How many frames count after layers that joined so many into one.
    func length(_ utterance: Int, frameStride: Int, of frames: Int) -> Int {
        min(frames, max(1, (lengths[utterance] + frameStride - 1) / frameStride))
    }
}
