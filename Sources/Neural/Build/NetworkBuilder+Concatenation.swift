import CDNNL

extension NetworkBuilder {
    /// Several ways from one input, their channels or features side by side.
    func concatenation(_ ways: [[Layer]], on input: Value, path: String) throws(NeuralError) -> Value {
        let branches = try fork(input, ways.count)
        var parts: [Value] = []
        for (index, (way, branch)) in zip(ways, branches).enumerated() {
            parts.append(try build(way, on: branch, path: "\(path).\(index)."))
        }
        if Set(parts.map(\.data.layout.format)).count > 1 {
            var alike: [Value] = []
            for part in parts { alike.append(try single(part)) }
            parts = alike
        }
        guard let shape = TensorShape.joined(parts.map(\.shape)), let first = parts.first else {
            throw .shape(layer: "concatenation", input: input.shape)
        }
        let joint = try jointLayout(shape, of: parts)
        let output = Value(
            shape: shape, data: Tensor(joint.layout), gradient: isTraining ? Tensor(joint.layout) : nil,
            frameStride: first.frameStride)
        var backward: [Step] = []
        for (part, place) in zip(parts, joint.places) {
            addForward(try reorder(part.data, output.data.viewed(as: place)))
            if let source = output.gradient, let target = part.gradient {
                backward.append(try reorder(source.viewed(as: place), target))
            }
        }
        addBackward(backward)
        return output
    }

    /// Where all of them lie, and each one's place in it.
    ///
    /// As the operation that joins would have it, which keeps pictures in blocks of channels; row by row where a part does not
    /// begin or end with a block.
    private func jointLayout(
        _ shape: TensorShape, of parts: [Value]
    ) throws(NeuralError) -> (layout: Layout, places: [Layout]) {
        let plain = try plainLayout(shape)
        guard case .image = shape else { return (plain, try places(in: plain, of: parts)) }
        let sources: [onednn_layout?] = parts.map(\.data.layout.handle)
        let operation = try Operation("a concatenation") {
            onednn_concatenation($0, engine.engine, sources, Int32(sources.count), $1)
        }
        let liked = try operation.layout(dnnl_query_dst_md, dimensions(shape))
        if let places = try? places(in: liked, of: parts) { return (liked, places) }
        return (plain, try places(in: plain, of: parts))
    }

    private func places(in layout: Layout, of parts: [Value]) throws(NeuralError) -> [Layout] {
        // Features come last and channels second.
        let axis = if case .image = parts.first?.shape { 1 } else { layout.dimensions.count - 1 }
        var offsets = [Int](repeating: 0, count: layout.dimensions.count)
        var places: [Layout] = []
        for part in parts {
            let extent = dimensions(part.shape)
            places.append(try layout.part(extent, at: offsets))
            offsets[axis] += extent[axis]
        }
        return places
    }
}
