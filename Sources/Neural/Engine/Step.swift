import CDNNL

/// One thing that a compiled net does.
enum Step {
    /// An operation of oneDNN, with its tensors by argument number.
    case operation(Operation, [(argument: Int, tensor: Tensor)])
    /// Our own code on the numbers of some tensors, in the order given.
    case function([Tensor], ([UnsafeMutablePointer<Float>]) -> Void)

    var tensors: [Tensor] {
        switch self {
        case .operation(_, let arguments): arguments.map(\.tensor)
        case .function(let tensors, _): tensors
        }
    }
}

/// A step whose tensors have their places.
final class PlacedStep {
    private enum Work {
        case primitive(dnnl_primitive_t, [dnnl_exec_arg_t])
        case function([UnsafeMutablePointer<Float>], ([UnsafeMutablePointer<Float>]) -> Void)
    }

    let step: Step
    private let work: Work
    private let memories: [dnnl_memory_t]

    init(_ step: Step, engine: ComputeEngine, arena: UnsafeMutableRawPointer) throws(NeuralError) {
        self.step = step
        var memories: [dnnl_memory_t] = []
        switch step {
        case .function(let tensors, let body):
            work = .function(
                tensors.map { $0.address(arena).assumingMemoryBound(to: Float.self) }, body)
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
        case .primitive(let primitive, let arguments):
            let status = arguments.withUnsafeBufferPointer {
                dnnl_primitive_execute(primitive, engine.stream, Int32($0.count), $0.baseAddress)
            }
            try ComputeEngine.check(status, "a step")
        }
    }
}

extension Tensor {
    fileprivate func address(_ arena: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        let root = buffer.root
        let beginning = if case .external(let pointer) = root.home { pointer } else { arena + root.offset }
        return beginning + start * MemoryLayout<Float>.stride
    }
}
