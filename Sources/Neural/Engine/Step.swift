import CDNNL

/// One thing that a compiled net does.
enum Step {
    /// An operation of oneDNN, with its tensors by argument number.
    case operation(Operation, [(argument: Int, tensor: Tensor)])
    /// Our own code on the numbers of some tensors, in the order given.
    case function([Tensor], ([UnsafeMutablePointer<Float>]) -> Void)
    /// The same for each of so many pieces, which have nothing to do with one another, spread over oneDNN's threads.
    case pieces([Tensor], count: Int, ([UnsafeMutablePointer<Float>], Int) -> Void)
    /// Several ways that have nothing to do with one another, each on a thread of its own where there are some: for operations that
    /// are too small to be spread.
    case abreast([[Step]])

    var tensors: [Tensor] {
        switch self {
        case .abreast(let ways): ways.joined().flatMap(\.tensors)
        case .operation(_, let arguments): arguments.map(\.tensor)
        case .function(let tensors, _), .pieces(let tensors, _, _): tensors
        }
    }
}

/// A step whose tensors have their places.
final class PlacedStep {
    private enum Work {
        case primitive(dnnl_primitive_t, [dnnl_exec_arg_t])
        case function([UnsafeMutablePointer<Float>], ([UnsafeMutablePointer<Float>]) -> Void)
        case pieces([UnsafeMutablePointer<Float>], count: Int, ([UnsafeMutablePointer<Float>], Int) -> Void)
        case abreast([PlacedWay])
    }

    let step: Step
    private let work: Work
    /// oneDNN's for the tensors of a primitive.
    private let handles: [dnnl_memory_t]

    init(_ step: Step, engine: ComputeEngine, memory: NetworkMemory) throws(NeuralError) {
        self.step = step
        var handles: [dnnl_memory_t] = []
        switch step {
        case .function(let tensors, let body):
            work = .function(tensors.map { $0.numbers(memory) }, body)
        case .pieces(let tensors, let count, let body):
            work = .pieces(tensors.map { $0.numbers(memory) }, count: count, body)
        case .abreast(let ways):
            var placed: [PlacedWay] = []
            for way in ways { placed.append(try PlacedWay(way, engine: engine, memory: memory)) }
            work = .abreast(placed)
        case .operation(let operation, let arguments):
            var places: [dnnl_exec_arg_t] = []
            for (argument, tensor) in arguments {
                var handle: dnnl_memory_t?
                let status = onednn_memory(&handle, tensor.layout.handle, engine.engine, tensor.address(memory))
                guard status == dnnl_success, let handle else {
                    for handle in handles { dnnl_memory_destroy(handle) }
                    throw .operation(name: operation.name, status: Int(status.rawValue))
                }
                handles.append(handle)
                places.append(dnnl_exec_arg_t(arg: Int32(argument), memory: handle))
            }
            work = .primitive(operation.primitive, places)
        }
        self.handles = handles
    }

    deinit { for handle in handles { dnnl_memory_destroy(handle) } }

    func run(_ engine: ComputeEngine) throws(NeuralError) {
        switch work {
        case .function(let pointers, let body): body(pointers)
        case .pieces(_, let count, _): share(count)
        case .abreast(let ways):
            share(ways.count)
            for way in ways { try way.check() }
        case .primitive(let primitive, let arguments):
            let status = arguments.withUnsafeBufferPointer {
                dnnl_primitive_execute(primitive, engine.stream, Int32($0.count), $0.baseAddress)
            }
            try ComputeEngine.check(status, "a step")
        }
    }

    /// Does so many parts of the work, on all of the team's threads.
    private func share(_ count: Int) {
        guard let team = ThreadTeam.shared, count > 1 else { return run(parts: 0..<count) }
        team.run(
            { step in
                guard let step else { return }
                Unmanaged<PlacedStep>.fromOpaque(step).takeUnretainedValue().runShare()
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// On each of the team's threads.
    private func runShare() {
        guard let team = ThreadTeam.shared else { return }
        switch work {
        case .pieces(_, let count, _): run(parts: team.share(of: count))
        case .abreast(let ways): run(parts: team.share(of: ways.count))
        case .primitive, .function: break
        }
    }

    private func run(parts: Range<Int>) {
        switch work {
        case .pieces(let pointers, _, let body): for piece in parts { body(pointers, piece) }
        case .abreast(let ways): for way in ways[parts] { way.run() }
        case .primitive, .function: break
        }
    }
}

/// Steps that one thread does while others do others'.
private final class PlacedWay {
    private let steps: [PlacedStep]
    private let engine: ComputeEngine
    /// Written by the thread that ran the way, read when all are done.
    private var failure: NeuralError?

    init(_ steps: [Step], engine: ComputeEngine, memory: NetworkMemory) throws(NeuralError) {
        var placed: [PlacedStep] = []
        for step in steps { placed.append(try PlacedStep(step, engine: engine, memory: memory)) }
        self.steps = placed
        self.engine = engine
    }

    func run() {
        failure = nil
        do {
            for step in steps { try step.run(engine) }
        } catch {
            failure = error
        }
    }

    func check() throws(NeuralError) {
        if let failure { throw failure }
    }
}

extension Tensor {
    fileprivate func numbers(_ memory: NetworkMemory) -> UnsafeMutablePointer<Float> {
        address(memory).assumingMemoryBound(to: Float.self)
    }

    fileprivate func address(_ memory: NetworkMemory) -> UnsafeMutableRawPointer {
        let root = buffer.root
        return memory.start(root.home) + root.offset + start * layout.format.size
    }
}
