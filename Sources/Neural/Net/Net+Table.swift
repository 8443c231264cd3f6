extension Layer {
    /// In a table and in errors.
    var name: String {
        switch self {
        case .image: "image"
        case .sequence: "sequence"
        case .flatten: "flatten"
        case .linear: "linear"
        case .convolution(let convolution):
            "\(convolution.groups > 1 ? "grouped " : "")convolution \(convolution.kernel.frames)×\(convolution.kernel.bands)"
        case .batchNormalization: "batch normalisation"
        case .layerNormalization: "layer normalisation"
        case .activation(let activation): activation.rawValue
        case .pooling(let pooling): "\(pooling.kind.rawValue) of \(pooling.kernel.frames)×\(pooling.kernel.bands)"
        case .globalAverage: "global average"
        case .dropout(let share): "dropout \(share)"
        case .residual(let layers, _): "residual (\(layers.map(\.name).joined(separator: ", ")))"
        case .squeezeExcitation: "squeeze-excitation"
        case .concatenation(let ways): "concatenation of \(ways.count)"
        case .recurrent(let recurrent): "\(recurrent.isBidirectional ? "bidirectional " : "")\(recurrent.cell.rawValue)"
        case .attention(let heads): "attention of \(heads) heads"
        case .attentiveStatistics: "attentive statistics"
        case .statistics: "statistics"
        }
    }
}

extension Net {
    /// The layers, what each gives for so many frames, and how many numbers it learns.
    ///
    /// - Throws: ``NeuralError`` when the layers do not fit together.
    public func table(frames: Int) throws(NeuralError) -> String {
        let placed = try shapes(frames: frames)
        var rows = [("layer", "gives", "learns"), ("input", "\(input.shape(frames: frames))", "")]
        rows += placed.map { ($0.layer.name, "\($0.output)", $0.learnt == 0 ? "" : "\($0.learnt)") }
        rows.append(("", "", "\(placed.reduce(0) { $0 + $1.learnt })"))
        let widths = (rows.map(\.0.count).max() ?? 0, rows.map(\.1.count).max() ?? 0, rows.map(\.2.count).max() ?? 0)
        return rows.map { row in
            row.0.padded(to: widths.0) + "  " + row.1.padded(to: widths.1) + "  "
                + String(repeating: " ", count: widths.2 - row.2.count) + row.2
        }.joined(separator: "\n")
    }
}

extension PlacedLayer {
    fileprivate var learnt: Int { parameters.filter(\.isTrained).reduce(0) { $0 + $1.count } }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: width - count) }
}
