import CDNNL

/// oneDNN's engine for the processor, and the stream that runs operations in order.
///
/// Operations spread over as many threads as OpenMP is told to use (`OMP_NUM_THREADS`, or every core), and so do our own loops over
/// pieces that have nothing to do with one another (``ThreadTeam``). With the same number of threads, results are the same to the
/// bit.
final class ComputeEngine {
    let engine: dnnl_engine_t
    let stream: dnnl_stream_t

    init() throws(NeuralError) {
        var engine: dnnl_engine_t?
        try Self.check(dnnl_engine_create(&engine, dnnl_cpu, 0), "the engine")
        guard let engine else { throw .operation(name: "the engine", status: 0) }
        var stream: dnnl_stream_t?
        let status = dnnl_stream_create(&stream, engine, UInt32(dnnl_stream_default_flags.rawValue))
        guard status == dnnl_success, let stream else {
            dnnl_engine_destroy(engine)
            throw .operation(name: "the stream", status: Int(status.rawValue))
        }
        self.engine = engine
        self.stream = stream
    }

    deinit {
        dnnl_stream_destroy(stream)
        dnnl_engine_destroy(engine)
    }

    static func check(_ status: dnnl_status_t, _ name: String) throws(NeuralError) {
        guard status == dnnl_success else { throw .operation(name: name, status: Int(status.rawValue)) }
    }
}
