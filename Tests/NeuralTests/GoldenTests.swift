import Foundation
import Testing
import UndertoneNeural

/// The engine beside PyTorch 2.13 in double precision, on the same weights (Tests/Fixtures/neural_goldens.py).
@Suite struct GoldenTests {
    /// Six digits are stored; single precision and its sums leave about five of them.
    private let tolerance = 1e-5

    @Test(arguments: Golden.nets.keys.sorted()) func `outputs and gradients are PyTorch's`(_ name: String) throws {
        let golden = try #require(try Golden.read().first { $0.name == name })
        let net = Net(input: .frames(columns: 5), layers: try #require(Golden.nets[name]))
        let trial = try NetTrial(net, lengths: [7, 2, 5])
        #expect(Set(trial.store.entries.map(\.declaration.name)) == Set(golden.weights.keys))
        for (name, multiples) in golden.weights { try trial.store.set(name, to: golden.numbers(multiples)) }

        let inference = try trial.network(.inference)
        _ = inference.input.update(fromContentsOf: golden.numbers(golden.input))
        try inference.forward()
        #expect(relativeDifference(Array(inference.output), golden.inference ?? golden.training) < tolerance)

        let training = try trial.network(.training, derivesInput: true)
        _ = training.input.update(fromContentsOf: golden.numbers(golden.input))
        try training.forward()
        #expect(relativeDifference(Array(training.output), golden.training) < tolerance)
        _ = training.outputGradient.update(fromContentsOf: golden.numbers(golden.outputGradient))
        try training.backward()
        let inputGradient = Array(try #require(training.inputGradient))
        let largest = golden.gradients.values.joined().reduce(0) { max($0, abs($1)) }
        #expect(relativeDifference(inputGradient, golden.inputGradient, floor: 0.1 * largest) < 10 * tolerance)
        for (name, expected) in golden.gradients {
            let gradient = try #require(trial.store.gradient(of: name))
            #expect(relativeDifference(gradient, expected, floor: 0.1 * largest) < 10 * tolerance, "\(name)")
        }
        for (name, expected) in golden.after {
            #expect(relativeDifference(try #require(trial.store[name]), expected) < tolerance, "\(name)")
        }
    }

    @Test func `every stored case has its net here`() throws {
        #expect(Set(try Golden.read().map(\.name)) == Set(Golden.nets.keys))
    }
}

/// One line of the stored values.
private struct Golden: Decodable {
    let name: String
    /// Weights, input and output gradient are stored as multiples of 1/64.
    let weights: [String: [Int]]
    let input: [Int]
    let outputGradient: [Int]
    let training: [Double]
    /// Nil where it is the same.
    let inference: [Double]?
    let inputGradient: [Double]
    let gradients: [String: [Double]]
    /// Running statistics after the training pass.
    let after: [String: [Double]]

    func numbers(_ multiples: [Int]) -> [Float] { multiples.map { Float($0) / 64 } }

    static func read() throws -> [Golden] {
        let url = try #require(Bundle.module.url(forResource: "layers", withExtension: "jsonl", subdirectory: "Golden"))
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
        return try lines.map { try JSONDecoder().decode(Golden.self, from: Data($0.utf8)) }
    }

    private static func convolution(
        _ channels: Int, _ frames: Int, _ bands: Int, stride: Extent = Extent(1, 1), dilation: Extent = Extent(1, 1),
        groups: Int = 1, hasBias: Bool = true
    ) -> Layer {
        .convolution(
            Layer.Convolution(
                channels, kernel: Extent(frames, bands), stride: stride, dilation: dilation, groups: groups,
                hasBias: hasBias))
    }

    /// The script's nets, as ours.
    static let nets: [String: [Layer]] = [
        "linear": [.linear(4)],
        "convolution": [.image, convolution(9, 3, 3, stride: Extent(2, 1))],
        "dilated convolution": [.image, convolution(2, 3, 3, dilation: Extent(2, 3), hasBias: false)],
        "depthwise convolution": [.image, convolution(4, 1, 1), convolution(4, 3, 3, groups: 4)],
        "grouped convolution": [.image, convolution(4, 1, 1), convolution(6, 3, 1, groups: 2)],
        "convolution over frames": [convolution(4, 5, 1, stride: Extent(2, 1))],
        "batch normalisation": [.image, convolution(3, 1, 1), .batchNormalization],
        "batch normalisation of a sequence": [.batchNormalization],
        "layer normalisation": [.layerNormalization],
        "relu": [.linear(2), .activation(.relu)],
        "gelu": [.linear(2), .activation(.gelu)],
        "silu": [.linear(2), .activation(.silu)],
        "sigmoid": [.linear(2), .activation(.sigmoid)],
        "tanh": [.linear(2), .activation(.tanh)],
        "maximum pooling": [.image, convolution(3, 3, 3), .pooling(Layer.Pooling(.maximum, Extent(2, 2)))],
        "average pooling": [.image, convolution(3, 3, 3), .pooling(Layer.Pooling(.average, Extent(3, 1)))],
        "global average": [.image, convolution(3, 3, 3), .globalAverage],
        "picture as a sequence": [.image, convolution(3, 3, 3), .sequence, .linear(2)],
        "residual": [
            .image,
            .residual(
                [convolution(4, 3, 3, stride: Extent(2, 2)), .activation(.relu), convolution(4, 3, 3)],
                shortcut: [convolution(4, 1, 1, stride: Extent(2, 2))]),
        ],
        "squeeze-excitation": [.image, convolution(6, 3, 3), .squeezeExcitation(reduction: 2)],
        "concatenation": [.image, .concatenation([[convolution(3, 3, 3), .activation(.tanh)], [convolution(2, 5, 1)]])],
        "lstm": [.recurrent(Layer.Recurrent(.lstm, 3, isBidirectional: false))],
        "bidirectional lstm": [.recurrent(Layer.Recurrent(.lstm, 3))],
        "gru": [.recurrent(Layer.Recurrent(.gru, 3, isBidirectional: false))],
        "bidirectional gru": [.recurrent(Layer.Recurrent(.gru, 3))],
        "attention": [.linear(6), .attention(heads: 2)],
        "statistics": [.statistics],
        "attentive statistics": [.attentiveStatistics(hidden: 3)],
        "cnn": [.image]
            + [
                convolution(6, 3, 3, hasBias: false), .batchNormalization, .activation(.relu),
                .pooling(Layer.Pooling(.maximum, Extent(2, 2))),
            ]
            + [convolution(9, 3, 3, hasBias: false), .batchNormalization, .activation(.relu), .globalAverage, .linear(4)],
    ]
}
