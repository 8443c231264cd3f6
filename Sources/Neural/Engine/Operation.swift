import CDNNL

/// One operation of oneDNN for fixed shapes, ready to be executed: a primitive and its description.
final class Operation {
    let name: String
    let description: dnnl_primitive_desc_t
    let primitive: dnnl_primitive_t

    /// - Parameters:
    ///   - activation: applied to the result within the operation, for inference.
    ///   - describe: one of the shim's functions, filling in the description.
    init(
        _ name: String, activation: Activation? = nil,
        describe: (UnsafeMutablePointer<dnnl_primitive_desc_t?>, const_dnnl_primitive_attr_t?) -> dnnl_status_t
    ) throws(NeuralError) {
        var attributes: dnnl_primitive_attr_t?
        try ComputeEngine.check(dnnl_primitive_attr_create(&attributes), name)
        defer { dnnl_primitive_attr_destroy(attributes) }
        try ComputeEngine.check(
            dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user), name)
        if let activation {
            try ComputeEngine.check(
                onednn_append_eltwise(attributes, activation.algorithm, activation.alpha, 0), name)
        }
        var description: dnnl_primitive_desc_t?
        try ComputeEngine.check(describe(&description, attributes), name)
        guard let description else { throw .operation(name: name, status: 0) }
        var primitive: dnnl_primitive_t?
        let status = dnnl_primitive_create(&primitive, description)
        guard status == dnnl_success, let primitive else {
            dnnl_primitive_desc_destroy(description)
            throw .operation(name: name, status: Int(status.rawValue))
        }
        self.name = name
        self.description = description
        self.primitive = primitive
    }

    deinit {
        dnnl_primitive_destroy(primitive)
        dnnl_primitive_desc_destroy(description)
    }

    /// The layout that the operation chose for one of its tensors.
    func layout(_ query: dnnl_query_t, index: Int = 0, _ dimensions: [Int]) throws(NeuralError) -> Layout {
        guard let layout = try Layout(of: description, query, index: index, dimensions: dimensions) else {
            throw .operation(name: name, status: 0)
        }
        return layout
    }

    /// What it keeps from forward to backward, if anything.
    func workspace() throws(NeuralError) -> Layout? { try optional(dnnl_query_workspace_md) }

    /// What it needs while it runs, if anything.
    func scratchpad() throws(NeuralError) -> Layout? { try optional(dnnl_query_scratchpad_md) }

    private func optional(_ query: dnnl_query_t) throws(NeuralError) -> Layout? {
        try Layout(of: description, query, dimensions: [])
    }

    /// Whether oneDNN has nothing but its plain loops for it, which are a hundred times slower.
    var isReference: Bool { implementation.hasPrefix("ref") }

    /// The name of the implementation that oneDNN chose, such as `jit:avx2`.
    var implementation: String {
        var name: UnsafePointer<CChar>?
        let status = dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, &name)
        return status == dnnl_success ? name.map { String(cString: $0) } ?? "" : ""
    }
}
