import Testing
import UndertoneNeural

/// Layers over frames in all sorts of sizes: one frame, one feature, one more or less than vector instructions hold.
@Suite struct LayerSizeTests {
    @Test(
        arguments: [
            .attention(heads: 1), .attention(heads: 2), .recurrent(Layer.Recurrent(.lstm, 1)), .recurrent(Layer.Recurrent(.gru, 17)),
            .attentiveStatistics(hidden: 1), .statistics, .layerNormalization, .linear(1),
            .convolution(Layer.Convolution(3, kernel: Extent(7, 1))),
        ] as [Layer])
    func `outputs are what plain loops give, derivatives their differences`(_ layer: Layer) throws {
        for features in [2, 4, 6, 16, 18] {
            for (batch, frames) in [(1, 1), (1, 2), (2, 1), (1, 9), (2, 15), (1, 16), (3, 17), (1, 33)] {
                let net = Net(input: .frames(columns: features), layers: [layer])
                let lengths = (0..<batch).map { max(frames - 3 * $0, 1) }
                let trial = try NetTrial(net, batch: batch, frames: frames, lengths: lengths)
                let expected = trial.reference(isTraining: true).output(of: trial.input.map(Double.init))
                for purpose in [Network.Purpose.inference, .training] {
                    let difference = relativeDifference(try trial.output(purpose), expected)
                    #expect(difference < 1e-5, "\(batch) × \(frames) × \(features), \(purpose)")
                }
                let error = try trial.derivativeError(seed: 3)
                #expect(error < 1e-5, "\(batch) × \(frames) × \(features)")
            }
        }
    }
}
