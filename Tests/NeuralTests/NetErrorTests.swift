import Foundation
import Testing
import UndertoneNeural

import struct UndertoneAudio.SeededGenerator

/// Nets that cannot be, and the sentence that says so.
@Suite struct NetErrorTests {
    private static func convolution(_ channels: Int = 4, _ kernel: Extent = Extent(3, 3), groups: Int = 1) -> Layer {
        .convolution(Layer.Convolution(channels, kernel: kernel, groups: groups))
    }

    private static let frames = Net.Input.frames(columns: 64)

    @Test(
        arguments: [
            (frames, [.globalAverage], "The layer 0 (global average) cannot take 300 × 64."),
            (frames, [.image, .linear(3)], "The layer 1 (linear) cannot take 1 × 300 × 64."),
            (frames, [.statistics, .statistics], "The layer 1 (statistics) cannot take 128."),
            (frames, [.image, .recurrent(Layer.Recurrent(.gru, 8))], "The layer 1 (bidirectional gru) cannot take 1 × 300 × 64."),
            (frames, [.attention(heads: 5)], "The layer 0 (attention of 5 heads) cannot take 300 × 64."),
            (frames, [convolution()], "The layer 0 (convolution 3×3) cannot take 300 × 64."),
            (frames, [.image, convolution(groups: 2)], "The layer 1 (convolution in 2 groups) cannot take 1 × 300 × 64."),
            (
                frames, [.image, .pooling(Layer.Pooling(.maximum, Extent(2, 65)))],
                "The layer 1 (maximum of 2×65) cannot take 1 × 300 × 64."
            ),
            (frames, [.residual([.linear(63)])], "The layer 0 (residual (linear)) cannot take 300 × 64."),
            (frames, [.residual([.globalAverage])], "The layer 0.layers.0 (global average) cannot take 300 × 64."),
            (frames, [.concatenation([[], [.statistics]])], "The layer 0 (concatenation of 2) cannot take 300 × 64."),
            (
                frames, [.concatenation([[.linear(1)], [.residual([], shortcut: [.image, .image])]])],
                "The layer 0.1.0.shortcut.1 (image) cannot take 1 × 300 × 64."
            ),
            (frames, [.linear(0)], "The net's number of outputs is 0; it must lie between 1 and 65536."),
            (frames, [.image, convolution(-1)], "The net's number of channels is -1; it must lie between 1 and 8192."),
            (
                frames, [.image, convolution(4, Extent(0, 3))],
                "The net's kernel over frames is 0; it must lie between 1 and 1024."
            ),
            (
                frames, [.image, .pooling(Layer.Pooling(.average, Extent(1, .max)))],
                "The net's pooling over bands is 9223372036854775807; it must lie between 1 and 1024."
            ),
            (frames, [.image, convolution(groups: 0)], "The net's number of groups is 0; it must lie between 1 and 8192."),
            (frames, [.attention(heads: 0)], "The net's number of heads is 0; it must lie between 1 and 64."),
            (frames, [.concatenation([])], "The net's number of ways is 0; it must lie between 1 and 64."),
            (frames, [.dropout(1)], "The net's dropout in per mille is 1000; it must lie between 0 and 999."),
            (frames, [.dropout(-0.25)], "The net's dropout in per mille is -250; it must lie between 0 and 999."),
            (frames, [.dropout(.nan)], "The net's dropout in per mille is -1000; it must lie between 0 and 999."),
            (frames, [.dropout(1e300)], "The net's dropout in per mille is 1000000; it must lie between 0 and 999."),
            (.frames(columns: 0), [], "The net's number of columns is 0; it must lie between 1 and 65536."),
            (
                .frames(columns: .max), [.statistics],
                "The net's number of columns is 9223372036854775807; it must lie between 1 and 65536."
            ),
            (.vector(features: -3), [.linear(2)], "The net's number of features is -3; it must lie between 1 and 1048576."),
        ] as [(Net.Input, [Layer], String)])
    func `a net that cannot be is refused in one sentence`(_ input: Net.Input, _ layers: [Layer], _ sentence: String) {
        #expect(message { try Net(input: input, layers: layers).output(frames: 300) } == sentence)
    }

    @Test(arguments: [
        (0, 300, "The net's batch is 0; it must lie between 1 and 4096."),
        (.max, 300, "The net's batch is 9223372036854775807; it must lie between 1 and 4096."),
        (1, 0, "The net's number of frames is 0; it must lie between 1 and 1048576."),
        (1, .min, "The net's number of frames is -9223372036854775808; it must lie between 1 and 1048576."),
        (4096, 1 << 20, "The net would need 2097152 MiB of memory; the limit is 16384 MiB."),
    ])
    func `sizes out of bounds are refused`(_ batch: Int, _ frames: Int, _ sentence: String) throws {
        let trial = try NetTrial(Net(input: .frames(columns: 64), layers: [.activation(.tanh)]))
        #expect(
            message { try Network(trial.net, weights: trial.store, batch: batch, frames: frames, purpose: .inference) }
                == sentence)
    }

    @Test func `more weights than memory should hold are refused`() {
        let net = Net(input: .vector(features: 1 << 16), layers: [Layer](repeating: .linear(1 << 16), count: 4))
        var generator = SeededGenerator(seed: 1)
        #expect(
            message { try ParameterStore(net, using: &generator) }
                == "The net would need 65537 MiB of memory; the limit is 1024 MiB.")
    }

    @Test(arguments: LayerCase.all) func `a net survives being written and read`(_ layer: LayerCase) throws {
        let data = try JSONEncoder().encode(layer.net)
        #expect(try JSONDecoder().decode(Net.self, from: data) == layer.net)
    }

    private func message(_ body: () throws -> some Any) -> String {
        do {
            _ = try body()
            return "accepted"
        } catch {
            return (error as? NeuralError)?.description ?? "another error: \(error)"
        }
    }
}
