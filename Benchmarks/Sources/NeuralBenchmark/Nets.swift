import UndertoneNeural

/// The nets that are timed, each as `neural_speed.py` builds it in PyTorch.
enum BenchmarkNet: String, CaseIterable {
    /// Four blocks of convolution, batch normalisation, ReLU and pooling: 32, 64, 128 and 128 channels.
    case cnn
    /// A bidirectional LSTM of 128 features each way, then attentive statistics.
    case bilstm
    /// Two blocks of convolution, then two layers of a transformer of 128 features and 4 heads, then statistics.
    case transformer

    var net: Net {
        let layers: [Layer] =
            switch self {
            case .cnn:
                [.image] + Net.block(32) + Net.block(64) + Net.block(128) + Net.block(128) + [.globalAverage, .linear(6)]
            case .bilstm:
                [.recurrent(Layer.Recurrent(.lstm, 128)), .attentiveStatistics(hidden: 128), .linear(6)]
            case .transformer:
                [.image] + Net.block(32) + Net.block(64) + [.sequence, .linear(128)] + Self.transformerLayer
                    + Self.transformerLayer + [.statistics, .linear(6)]
            }
        return Net(input: .frames(columns: 64), layers: layers)
    }

    private static let transformerLayer: [Layer] = [
        .residual([.layerNormalization, .attention(heads: 4)]),
        .residual([.layerNormalization, .linear(256), .activation(.gelu), .linear(128)]),
    ]
}
