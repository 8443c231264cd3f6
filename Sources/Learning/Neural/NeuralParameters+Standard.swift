import UndertoneFeatures
import UndertoneNeural

extension NeuralParameters {
    /// A plain net of a kind: a few hundred thousand weights, which a corpus of some thousand utterances can teach.
    ///
    /// | kind | net |
    /// |---|---|
    /// | mlp | two hidden layers, 512 and 256, each normalised over the batch; a third of the features are left out at every step |
    /// | cnn | four blocks of convolution and pooling, 32-64-128-128, mean and deviation over frames |
    /// | rnn | a linear layer, a bidirectional LSTM of 128, attentive statistics |
    /// | crnn | two blocks, 32-64, a bidirectional GRU of 96, attentive statistics |
    ///
    /// - Parameters:
    ///   - kind: a neural one.
    ///   - columns: features a row, or a frame.
    public static func standard(_ kind: ModelKind, columns: Int, classes: Int) -> NeuralParameters {
        let input: Net.Input = kind.level == .frames ? .frames(columns: columns) : .vector(features: columns)
        return NeuralParameters(
            net: Net(input: input, layers: body(kind) + [.linear(classes)]),
            training: NetTrainingOptions(augmentation: kind.level == .frames ? SpectrogramAugmentation() : .mixupAlone))
    }

    private static func body(_ kind: ModelKind) -> [Layer] {
        switch kind {
        case .cnn:
            return [.image] + [32, 64, 128, 128].flatMap { Net.block($0) } + [.sequence, .statistics, .dropout(0.3)]
        case .rnn:
            return [
                .linear(128), .activation(.relu), .dropout(0.2), .recurrent(Layer.Recurrent(.lstm, 128)),
                .attentiveStatistics(hidden: 64), .dropout(0.3),
            ]
        case .crnn:
            return [.image] + [32, 64].flatMap { Net.block($0) } + [
                .sequence, .dropout(0.2), .recurrent(Layer.Recurrent(.gru, 96)), .attentiveStatistics(hidden: 64), .dropout(0.3),
            ]
        case .mlp, .svm, .forest, .boosting:
            return [.dropout(0.3)] + [512, 256].flatMap { width in
                [.linear(width, bias: false), .batchNormalization, .activation(.relu), .dropout(0.5)]
            }
        }
    }
}
