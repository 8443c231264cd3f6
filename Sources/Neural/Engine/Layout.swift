import CDNNL

/// How a tensor's numbers lie in memory: oneDNN's memory descriptor.
///
/// Plain layouts are row by row; blocked ones (chosen by operations that were asked for `any`) keep runs of channels together
/// and may be padded. A layout never changes.
final class Layout {
    let handle: onednn_layout
    let dimensions: [Int]
    let format: NumberFormat
    /// Including padding.
    let byteCount: Int

    private init(dimensions: [Int], _ create: (UnsafeMutablePointer<onednn_layout?>) -> dnnl_status_t) throws(NeuralError) {
        var handle: onednn_layout?
        try ComputeEngine.check(create(&handle), "a layout of \(dimensions)")
        guard let handle else { throw .operation(name: "a layout", status: 0) }
        self.handle = handle
        self.dimensions = dimensions
        format = onednn_layout_is_bfloat16(handle) ? .bfloat16 : .single
        byteCount = onednn_layout_size(handle)
    }

    /// Row by row, or with the given distances between neighbours along each dimension.
    convenience init(
        _ dimensions: [Int], strides: [Int]? = nil, format: NumberFormat = .single
    ) throws(NeuralError) {
        let strides = strides ?? Self.rowMajorStrides(dimensions)
        try self.init(dimensions: dimensions) { handle in
            onednn_layout_strided(
                handle, Int32(dimensions.count), dimensions.map(Int64.init), format.type, strides.map(Int64.init))
        }
    }

    /// What the operation likes best.
    static func any(_ dimensions: [Int], _ format: NumberFormat = .single) throws(NeuralError) -> Layout {
        try Layout(dimensions: dimensions) { handle in
            onednn_layout_any(handle, Int32(dimensions.count), dimensions.map(Int64.init), format.type)
        }
    }

    /// A picture whose channels lie side by side in runs of 8 or 16, the last one padded with zeros: what convolutions like.
    static func blocked(_ dimensions: [Int], run: Int, format: NumberFormat = .single) throws(NeuralError) -> Layout {
        try Layout(dimensions: dimensions) { handle in
            onednn_layout_tagged(
                handle, Int32(dimensions.count), dimensions.map(Int64.init), format.type,
                run == 8 ? dnnl_nChw8c : dnnl_nChw16c)
        }
    }

    /// What an operation chose; nil when it has no such tensor.
    convenience init?(
        of description: dnnl_primitive_desc_t, _ query: dnnl_query_t, index: Int = 0, dimensions: [Int]
    ) throws(NeuralError) {
        try self.init(dimensions: dimensions) { handle in
            onednn_layout_of(handle, description, query, Int32(index))
        }
        guard byteCount > 0 else { return nil }
    }

    /// A part of this one, at the given offsets.
    func part(_ dimensions: [Int], at offsets: [Int]) throws(NeuralError) -> Layout {
        try Layout(dimensions: dimensions) { part in
            onednn_layout_part(part, handle, dimensions.map(Int64.init), offsets.map(Int64.init))
        }
    }

    deinit { onednn_layout_free(handle) }

    func isEqual(to other: Layout) -> Bool { onednn_layout_equal(handle, other.handle) != 0 }

    static func rowMajorStrides(_ dimensions: [Int]) -> [Int] {
        var strides = dimensions
        var product = 1
        for axis in dimensions.indices.reversed() {
            strides[axis] = product
            product *= dimensions[axis]
        }
        return strides
    }
}

extension NumberFormat {
    fileprivate var type: dnnl_data_type_t {
        switch self {
        case .single: dnnl_f32
        case .bfloat16: dnnl_bf16
        }
    }

    /// Bytes of a number.
    var size: Int {
        switch self {
        case .single: MemoryLayout<Float>.size
        case .bfloat16: MemoryLayout<BFloat16>.size
        }
    }
}
