import Testing
import UndertoneNeural

/// A layer alone, or a tiny net with it, in sizes that no vector instruction likes.
struct LayerCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let net: Net
    let lengths: [Int]?

    private init(_ description: String, lengths: [Int]? = nil, _ layers: [Layer]) {
        self.init(description, .frames(columns: 5), lengths: lengths, layers)
    }

    private init(_ description: String, _ input: Net.Input, lengths: [Int]? = nil, _ layers: [Layer]) {
        testDescription = description
        net = Net(input: input, layers: layers)
        self.lengths = lengths
    }

    func trial() throws -> NetTrial { try NetTrial(net, lengths: lengths) }

    static let all = convolutions + elementwise + normalizations + poolings + structures + sequences + wholes

    private static func convolution(
        _ channels: Int, _ kernel: Extent, stride: Extent = Extent(1, 1), dilation: Extent = Extent(1, 1), groups: Int = 1,
        hasBias: Bool = false
    ) -> Layer {
        .convolution(
            Layer.Convolution(channels, kernel: kernel, stride: stride, dilation: dilation, groups: groups, hasBias: hasBias))
    }

    private static let convolutions: [LayerCase] = [
        LayerCase("a convolution", [.image, convolution(9, Extent(3, 3))]),
        LayerCase("a convolution with a bias", [.image, convolution(9, Extent(3, 3), hasBias: true)]),
        LayerCase("a strided convolution", [.image, convolution(9, Extent(3, 5), stride: Extent(2, 3), hasBias: true)]),
        LayerCase("a dilated convolution", [.image, convolution(4, Extent(3, 3), dilation: Extent(3, 2))]),
        LayerCase("an even kernel", [.image, convolution(3, Extent(2, 4), stride: Extent(2, 1))]),
        LayerCase(
            "convolutions one after the other",
            [.image, convolution(16, Extent(3, 3)), convolution(9, Extent(3, 1), hasBias: true)]),
        LayerCase(
            "a pointwise convolution, strided",
            [.image, convolution(9, Extent(1, 1)), convolution(8, Extent(1, 1), stride: Extent(2, 2))]),
        LayerCase("a depthwise convolution", [.image, convolution(9, Extent(1, 1)), convolution(9, Extent(3, 3), groups: 9)]),
        LayerCase(
            "a depthwise convolution, strided",
            [
                .image, convolution(8, Extent(1, 1)),
                convolution(8, Extent(3, 3), stride: Extent(2, 2), groups: 8, hasBias: true),
            ]
        ),
        LayerCase(
            "a grouped convolution", [.image, convolution(6, Extent(1, 1)), convolution(9, Extent(3, 3), groups: 3)]),
        LayerCase("over the frames of a sequence", [convolution(9, Extent(3, 1), hasBias: true)]),
        LayerCase(
            "over frames, strided and dilated", [convolution(7, Extent(5, 1), stride: Extent(2, 1), dilation: Extent(2, 1))]),
        LayerCase("over frames, depthwise", [convolution(5, Extent(3, 1), groups: 5, hasBias: true)]),
    ]

    private static let elementwise: [LayerCase] =
        Activation.allCases.map { LayerCase("\($0)", [.activation($0)]) }
        + Activation.allCases.map { LayerCase("\($0) after a linear layer", [.linear(9), .activation($0)]) }
        + Activation.allCases.map {
            LayerCase("\($0) after a convolution", [.image, convolution(9, Extent(3, 3), hasBias: true), .activation($0)])
        } + [
            LayerCase("a linear layer on a vector", .vector(features: 11), [.linear(6)]),
            LayerCase("a linear layer without a bias", .vector(features: 11), [.linear(6, bias: false)]),
            LayerCase("a linear layer on a sequence", [.linear(9)]),
            LayerCase("linear layers", .vector(features: 17), [.linear(33), .activation(.gelu), .linear(2)]),
        ]

    private static let normalizations: [LayerCase] = [
        LayerCase("batch normalisation of a vector", .vector(features: 11), [.batchNormalization]),
        LayerCase("batch normalisation of a sequence", [.batchNormalization]),
        LayerCase("batch normalisation of one channel", [.image, .batchNormalization]),
        LayerCase(
            "batch normalisation and ReLU", [.image, convolution(9, Extent(1, 1)), .batchNormalization, .activation(.relu)]),
        LayerCase(
            "batch normalisation and SiLU", [.image, convolution(8, Extent(3, 3)), .batchNormalization, .activation(.silu)]),
        LayerCase(
            "batch normalisation after pooling",
            [
                .image, convolution(9, Extent(3, 3)), .pooling(Layer.Pooling(.maximum, Extent(2, 2))), .batchNormalization,
                .activation(.relu),
            ]),
        LayerCase(
            "batch normalisation after a linear layer", [.linear(9), .batchNormalization, .activation(.relu), .linear(4)]),
        LayerCase(
            "batch normalisation of a convolved sequence",
            [convolution(9, Extent(3, 1)), .batchNormalization, .activation(.tanh)]),
        LayerCase("layer normalisation of a vector", .vector(features: 11), [.layerNormalization]),
        LayerCase("layer normalisation of a sequence", [.layerNormalization]),
        LayerCase(
            "layer normalisation between linear layers", [.linear(16), .layerNormalization, .activation(.gelu), .linear(3)]),
    ]

    private static let poolings: [LayerCase] = [
        LayerCase("the larger of two by two", [.image, .pooling(Layer.Pooling(.maximum, Extent(2, 2)))]),
        LayerCase(
            "the largest, many channels", [.image, convolution(16, Extent(3, 3)), .pooling(Layer.Pooling(.maximum, Extent(3, 2)))]),
        LayerCase("the mean of three by one", [.image, .pooling(Layer.Pooling(.average, Extent(3, 1)))]),
        LayerCase(
            "the mean, many channels", [.image, convolution(9, Extent(3, 3)), .pooling(Layer.Pooling(.average, Extent(2, 5)))]),
        LayerCase("the mean over all", [.image, convolution(9, Extent(3, 3)), .globalAverage]),
        LayerCase(
            "the mean over all, blocks of channels", [.image, convolution(16, Extent(3, 3)), .globalAverage, .linear(3)]),
        LayerCase("statistics", [.statistics]),
        LayerCase("statistics of unequal lengths", lengths: [7, 1, 4], [.linear(9), .statistics, .linear(2)]),
        LayerCase("attentive statistics", [.attentiveStatistics(hidden: 3)]),
        LayerCase(
            "attentive statistics of unequal lengths", lengths: [2, 7, 5],
            [.linear(9), .attentiveStatistics(hidden: 4), .linear(2)]),
        LayerCase(
            "attentive statistics after pooling", lengths: [2, 7, 5],
            [
                .image, convolution(3, Extent(3, 3)), .pooling(Layer.Pooling(.maximum, Extent(2, 1))), .sequence,
                .attentiveStatistics(hidden: 4),
            ]),
    ]

    private static let structures: [LayerCase] = [
        LayerCase("a picture as a sequence", [.image, convolution(9, Extent(3, 3)), .sequence]),
        LayerCase(
            "a picture as a sequence, blocks of channels", [.image, convolution(16, Extent(3, 3)), .sequence, .linear(3)]),
        LayerCase("all in one vector", [.image, convolution(3, Extent(3, 3), stride: Extent(2, 2)), .flatten]),
        LayerCase("x + layers(x)", [.residual([.linear(9), .activation(.relu), .linear(5)])]),
        LayerCase("x + x", [.linear(4), .residual([])]),
        LayerCase("the input added to itself", [.residual([]), .linear(2)]),
        LayerCase(
            "a residual block of convolutions",
            [
                .image, convolution(9, Extent(3, 3)),
                .residual([
                    convolution(9, Extent(3, 3)), .batchNormalization, .activation(.relu), convolution(9, Extent(3, 3)),
                    .batchNormalization,
                ]),
                .activation(.relu),
            ]),
        LayerCase(
            "a residual block with a shortcut",
            [
                .image, convolution(4, Extent(3, 3)),
                .residual(
                    [
                        convolution(16, Extent(3, 3), stride: Extent(2, 2)), .batchNormalization, .activation(.relu),
                        convolution(16, Extent(3, 3)),
                    ],
                    shortcut: [convolution(16, Extent(1, 1), stride: Extent(2, 2)), .batchNormalization]),
                .globalAverage,
            ]),
        LayerCase(
            "a residual block in another",
            [.linear(6), .residual([.linear(6), .residual([.activation(.tanh), .linear(6)])]), .linear(2)]),
        LayerCase("a shortcut alone", [.residual([], shortcut: [.linear(5)])]),
        LayerCase("squeeze and excitation", [.image, convolution(9, Extent(3, 3)), .squeezeExcitation(reduction: 3)]),
        LayerCase(
            "squeeze and excitation in a residual block",
            [
                .image, convolution(16, Extent(3, 3)),
                .residual([convolution(16, Extent(3, 3)), .squeezeExcitation(reduction: 4)]), .activation(.relu),
            ]),
        LayerCase(
            "vectors side by side", .vector(features: 11),
            [.concatenation([[.linear(3)], [.linear(5), .activation(.tanh)], []])]),
        LayerCase("sequences side by side", [.concatenation([[.linear(3)], [convolution(4, Extent(3, 1))], []]), .linear(2)]),
        LayerCase(
            "pictures side by side",
            [
                .image,
                .concatenation([
                    [convolution(9, Extent(3, 3))], [convolution(8, Extent(9, 1)), .activation(.relu)],
                    [convolution(3, Extent(1, 11))],
                ]),
                convolution(4, Extent(1, 1)),
            ]),
    ]

    private static let sequences: [LayerCase] = [
        LayerCase("an LSTM", [.recurrent(Layer.Recurrent(.lstm, 6, isBidirectional: false))]),
        LayerCase("an LSTM both ways", [.recurrent(Layer.Recurrent(.lstm, 6))]),
        LayerCase("a GRU", [.recurrent(Layer.Recurrent(.gru, 6, isBidirectional: false))]),
        LayerCase("a GRU both ways", [.recurrent(Layer.Recurrent(.gru, 6))]),
        LayerCase("LSTMs one after the other", [.recurrent(Layer.Recurrent(.lstm, 3)), .recurrent(Layer.Recurrent(.lstm, 8)), .linear(2)]),
        LayerCase("GRUs one after the other", [.recurrent(Layer.Recurrent(.gru, 8)), .recurrent(Layer.Recurrent(.gru, 3)), .linear(2)]),
        LayerCase(
            "LSTMs over unequal lengths", lengths: [2, 7, 5],
            [.recurrent(Layer.Recurrent(.lstm, 3)), .recurrent(Layer.Recurrent(.lstm, 2)), .linear(2)]),
        LayerCase(
            "GRUs over unequal lengths", lengths: [2, 7, 5],
            [.recurrent(Layer.Recurrent(.gru, 3)), .recurrent(Layer.Recurrent(.gru, 2)), .linear(2)]),
        LayerCase("attention of one head", [.attention(heads: 1)]),
        LayerCase("attention of two heads", [.linear(6), .attention(heads: 2)]),
        LayerCase("attention over unequal lengths", lengths: [7, 1, 4], [.linear(9), .attention(heads: 3), .statistics]),
    ]

    private static let wholes: [LayerCase] = [
        LayerCase(
            "a small CNN",
            [.image] + Net.block(9) + [
                convolution(16, Extent(3, 3)), .batchNormalization, .activation(.relu), .globalAverage, .linear(4),
            ]),
        LayerCase(
            "a small CRNN", lengths: [7, 3, 6],
            [.image] + Net.block(4, pooling: Extent(1, 2)) + [
                .sequence, .recurrent(Layer.Recurrent(.gru, 5)), .attentiveStatistics(hidden: 3), .linear(3),
            ]),
        LayerCase(
            "a small transformer", lengths: [7, 3, 6],
            [
                .linear(8), .residual([.layerNormalization, .attention(heads: 2)]),
                .residual([.layerNormalization, .linear(16), .activation(.gelu), .linear(8)]), .statistics, .linear(3),
            ]),
    ]
}
