/// A net compiled for one shape: every operation made, every tensor in its place.
///
///     let store = try ParameterStore(net, using: &generator)
///     let network = try Network(net, weights: store, batch: 32, frames: 300, purpose: .training)
///     network.input[…] = …
///     try network.forward()
///
/// Passes allocate nothing but what oneDNN does by itself when it executes a primitive. Weights are read from the store, and
/// gradients written there, so several networks of different shapes can share one store; a network and its store belong to one task
/// at a time.
public final class Network {
    public enum Purpose: Hashable, Sendable {
        /// Batch statistics and dropout, and room for gradients.
        case training
        /// Running statistics, folded into the convolutions; no gradients.
        case inference
    }

    /// Utterances.
    public let batch: Int
    public let inputShape: TensorShape
    public let outputShape: TensorShape
    /// Batch × frames × columns, row by row; written before `forward`.
    public let input: UnsafeMutableBufferPointer<Float>
    /// Batch × classes, valid after `forward`.
    public let output: UnsafeMutableBufferPointer<Float>
    /// The loss's gradient by the output, written before `backward`; empty for inference.
    public let outputGradient: UnsafeMutableBufferPointer<Float>
    /// The loss's gradient by the input, valid after `backward`, if it was asked for.
    public let inputGradient: UnsafeMutableBufferPointer<Float>?
    /// Bytes for everything between input and output.
    public let arenaByteCount: Int

    private let engine: ComputeEngine
    private let memory: NetworkMemory
    private let store: ParameterStore
    private let conditions: RunConditions
    private let preparation: [PlacedStep]
    private let forwardSteps: [PlacedStep]
    private let backwardSteps: [PlacedStep]
    private var isPrepared: Bool

    /// - Parameters:
    ///   - batch: utterances, up to 4096.
    ///   - frames: of each utterance; nothing to a net that takes vectors.
    ///   - format: of pictures.
    ///   - derivesInput: also compute the gradient by the input.
    ///   - prepared: a network of the same net, store, shape, purpose and format, made ready by ``prepare()``, whose copies of the weights
    ///     this one reads too: the two may run at the same time.
    ///   - other: a network whose memory this one works in where it is large enough; only one of the two is between its `input` being
    ///     written and its `output` or its gradients being read at a time.
    /// - Throws: ``NeuralError`` when layers do not fit together, memory would exceed 16 GiB, or oneDNN cannot do an operation.
    public init(
        _ net: Net, weights store: ParameterStore, batch: Int, frames: Int = 1, purpose: Purpose,
        format: NumberFormat = .fastest, derivesInput: Bool = false, prepared: Network? = nil,
        sharing other: Network? = nil
    ) throws(NeuralError) {
        try Layer.require(batch, in: 1...4096, "batch")
        // Checked as a whole first, so that building can trust the shapes.
        outputShape = try net.output(frames: frames)
        inputShape = net.input.shape(frames: frames)
        self.batch = batch
        self.store = store
        engine = try ComputeEngine()
        conditions = RunConditions(batch: batch, frames: frames)
        let isTraining = purpose == .training
        let builder = NetworkBuilder(
            engine: engine, store: store, batch: batch, isTraining: isTraining, format: format, conditions: conditions)
        let layout = try builder.plainLayout(inputShape)
        let entry = Value(
            shape: inputShape, data: Tensor(layout), gradient: derivesInput && isTraining ? Tensor(layout) : nil, frameStride: 1)
        let built = try builder.build(net.layers, on: entry, path: "")
        let exit = try builder.reordered(built, to: builder.plainLayout(built.shape))
        let ends = [entry.data, entry.gradient, exit.data, exit.gradient].compactMap(\.self)

        let (forward, backward) = (builder.forward, builder.backward)
        let steps = forward + backward
        for (index, step) in steps.enumerated() { for tensor in step.tensors { tensor.buffer.use(at: index) } }
        for tensor in ends {
            // Read and written between the passes.
            tensor.buffer.use(at: 0)
            tensor.buffer.use(at: steps.count)
        }
        var buffers: [ObjectIdentifier: Buffer] = [:]
        var inOrder: [Buffer] = []
        for tensor in (builder.preparation + steps).flatMap(\.tensors) + ends {
            let root = tensor.buffer.root
            if buffers.updateValue(root, forKey: ObjectIdentifier(root)) == nil { inOrder.append(root) }
        }
        let sizes = MemoryPlan.place(inOrder)
        arenaByteCount = sizes.arena + sizes.permanent
        guard arenaByteCount <= Self.largestArena else {
            throw .tooLarge(byteCount: arenaByteCount, limit: Self.largestArena)
        }
        let shared = other.map(\.memory.arena).flatMap { $0.byteCount >= sizes.arena ? $0 : nil }
        if let prepared {
            precondition(prepared.isPrepared && prepared.memory.permanent.byteCount == sizes.permanent, "a network of the same kind")
        }
        isPrepared = prepared != nil
        let memory = NetworkMemory(
            arena: shared ?? Arena(byteCount: sizes.arena),
            permanent: prepared?.memory.permanent ?? Arena(byteCount: sizes.permanent))
        self.memory = memory
        preparation = try Self.placed(builder.preparation, engine, memory)
        forwardSteps = try Self.placed(forward, engine, memory)
        backwardSteps = try Self.placed(backward, engine, memory)
        func numbers(_ tensor: Tensor?) -> UnsafeMutableBufferPointer<Float>? {
            guard let tensor else { return nil }
            let root = tensor.buffer.root
            let place = (memory.start(root.home) + root.offset).assumingMemoryBound(to: Float.self)
            return UnsafeMutableBufferPointer(start: place, count: tensor.layout.byteCount / MemoryLayout<Float>.size)
        }
        let nothing = UnsafeMutableBufferPointer<Float>(start: nil, count: 0)
        input = numbers(entry.data) ?? nothing
        output = numbers(exit.data) ?? nothing
        outputGradient = numbers(exit.gradient) ?? nothing
        inputGradient = numbers(entry.gradient)
    }

    /// Frames of each utterance of the batch that are not padding; all of them unless set, and at least one.
    public var lengths: [Int] {
        get { conditions.lengths }
        set {
            precondition(newValue.count == batch, "one length an utterance")
            conditions.lengths = newValue.map { min(max($0, 1), conditions.frames) }
        }
    }

    /// From `input` to `output`.
    ///
    /// - Parameter seed: what dropout draws from; another for every step of training.
    public func forward(seed: UInt64 = 0) throws(NeuralError) {
        try prepare()
        conditions.seed = seed
        for step in forwardSteps { try step.run(engine) }
    }

    /// Brings the weights into the layouts that operations like, unless that is done; `forward` would do it.
    public func prepare() throws(NeuralError) {
        guard !isPrepared else { return }
        for step in preparation { try step.run(engine) }
        isPrepared = true
    }

    /// From `outputGradient` to the store's gradients, after `forward`.
    public func backward() throws(NeuralError) {
        for step in backwardSteps { try step.run(engine) }
    }

    /// Tells a network for inference that the store's numbers have changed.
    public func weightsChanged() { isPrepared = false }

    private static let largestArena = 16 << 30

    private static func placed(
        _ steps: [Step], _ engine: ComputeEngine, _ memory: NetworkMemory
    ) throws(NeuralError) -> [PlacedStep] {
        var placed: [PlacedStep] = []
        for step in steps { placed.append(try PlacedStep(step, engine: engine, memory: memory)) }
        return placed
    }
}
