import CDNNL

/// One thing that a compiled net does.
enum Step {
    /// An operation of oneDNN, with its tensors by argument number.
    case operation(Operation, [(argument: Int, tensor: Tensor)])
    /// Our own code on the numbers of some tensors, in the order given.
    case function([Tensor], ([UnsafeMutablePointer<Float>]) -> Void)
    /// The same for each of so many pieces, which have nothing to do with one another, spread over oneDNN's threads.
    case pieces([Tensor], count: Int, ([UnsafeMutablePointer<Float>], Int) -> Void)

    var tensors: [Tensor] {
        switch self {
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
    }

    let step: Step
    private let work: Work
    private let memories: [dnnl_memory_t]

    init(_ step: Step, engine: ComputeEngine, arena: UnsafeMutableRawPointer) throws(NeuralError) {
        self.step = step
        var memories: [dnnl_memory_t] = []
        switch step {
        case .function(let tensors, let body):
            work = .function(tensors.map { $0.numbers(arena) }, body)
        case .pieces(let tensors, let count, let body):
            work = .pieces(tensors.map { $0.numbers(arena) }, count: count, body)
        case .operation(let operation, let arguments):
            var places: [dnnl_exec_arg_t] = []
            for (argument, tensor) in arguments {
                var memory: dnnl_memory_t?
                let status = onednn_memory(&memory, tensor.layout.handle, engine.engine, tensor.address(arena))
                guard status == dnnl_success, let memory else {
                    for memory in memories { dnnl_memory_destroy(memory) }
                    throw .operation(name: operation.name, status: Int(status.rawValue))
                }
                memories.append(memory)
                places.append(dnnl_exec_arg_t(arg: Int32(argument), memory: memory))
            }
            work = .primitive(operation.primitive, places)
        }
        self.memories = memories
    }

    deinit { for memory in memories { dnnl_memory_destroy(memory) } }

    func run(_ engine: ComputeEngine) throws(NeuralError) {
        switch work {
        case .function(let pointers, let body): body(pointers)
        case .pieces(_, let count, _):
            guard let team = ThreadTeam.shared, count > 1 else { return runPieces(0..<count) }
            team.run(
                { step in
                    guard let step else { return }
                    Unmanaged<PlacedStep>.fromOpaque(step).takeUnretainedValue().runShare()
                }, Unmanaged.passUnretained(self).toOpaque())
        case .primitive(let primitive, let arguments):
            let status = arguments.withUnsafeBufferPointer {
                dnnl_primitive_execute(primitive, engine.stream, Int32($0.count), $0.baseAddress)
            }
            try ComputeEngine.check(status, "a step")
        }
    }

    /// On each of the team's threads.
    private func runShare() {
        guard let team = ThreadTeam.shared, case .pieces(_, let count, _) = work else { return }
        runPieces(team.share(of: count))
    }

    private func runPieces(_ range: Range<Int>) {
        guard case .pieces(let pointers, _, let body) = work else { return }
        for piece in range { body(pointers, piece) }
    }
}

extension Tensor {
    fileprivate func numbers(_ arena: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Float> {
        address(arena).assumingMemoryBound(to: Float.self)
    }

    fileprivate func address(_ arena: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        let root = buffer.root
        let beginning = if case .external(let pointer) = root.home { pointer } else { arena + root.offset }
        return beginning + start * MemoryLayout<Float>.stride
    }
}
