import Testing
import UndertoneNeural

/// Maximum pooling by itself, whose way of working depends on how many channels there are and on what fills no neighbourhood.
@Suite struct PoolingTests {
    private func net(_ channels: Int, bands: Int, _ kernel: Extent) -> Net {
        Net(
            input: .frames(columns: bands),
            layers: [
                .image, .convolution(Layer.Convolution(channels, kernel: Extent(1, 1))),
                .pooling(Layer.Pooling(.maximum, kernel)),
            ])
    }

    @Test(arguments: [Extent(2, 2), Extent(1, 2), Extent(3, 2), Extent(1, 1), Extent(5, 4)])
    func `outputs are what plain loops give, derivatives their differences`(_ kernel: Extent) throws {
        for channels in [1, 8, 9, 24] {
            for (frames, bands) in [(kernel.frames, kernel.bands), (7, 5), (6, 8)] {
                let trial = try NetTrial(net(channels, bands: bands, kernel), frames: frames)
                let expected = trial.reference(isTraining: true).output(of: trial.input.map(Double.init))
                for purpose in [Network.Purpose.inference, .training] {
                    let difference = relativeDifference(try trial.output(purpose), expected)
                    #expect(difference < 1e-5, "\(channels) × \(frames) × \(bands), \(purpose)")
                }
                let error = try trial.derivativeError(seed: 4)
                #expect(error < 1e-4, "\(channels) × \(frames) × \(bands)")
            }
        }
    }

    /// The input and the gradient that it is given, from a net of eight channels that are all the input itself.
    private func inputGradient(_ input: [Float], bands: Int) throws -> [Float] {
        let frames = input.count / bands
        let trial = try NetTrial(net(8, bands: bands, Extent(2, 2)), batch: 1, frames: frames)
        try trial.store.set("1.weight", to: [Float](repeating: 1, count: 8))
        let network = try trial.network(.training, derivesInput: true)
        // The first time, with other numbers, leaves something behind in all of the memory.
        for (numbers, slope) in [([Float](repeating: 7, count: input.count), Float(5)), (input, 1)] {
            _ = network.input.update(fromContentsOf: numbers)
            try network.forward()
            network.outputGradient.update(repeating: slope)
            try network.backward()
        }
        return Array(try #require(network.inputGradient))
    }

    @Test func `of equals the first is given the gradient, and what fills no neighbourhood nothing`() throws {
        let gradient = try inputGradient([Float](repeating: 3, count: 5 * 7), bands: 7)
        var expected = [Float](repeating: 0, count: 5 * 7)
        for frame in [0, 2] { for band in [0, 2, 4] { expected[frame * 7 + band] = 8 } }
        #expect(gradient == expected)
    }

    @Test func `what is no number does no harm to its neighbours`() throws {
        var input = (0..<6 * 6).map { Float($0) }
        input[0] = .nan
        input[35] = .nan
        input[14] = .infinity
        let gradient = try inputGradient(input, bands: 6)
        // The last of each neighbourhood is the largest, but where that is none, and where one is infinite.
        for frame in stride(from: 0, to: 6, by: 2) {
            for band in stride(from: 0, to: 6, by: 2) where (frame, band) != (0, 0) && (frame, band) != (4, 4) {
                let place = (frame, band) == (2, 2) ? 14 : (frame + 1) * 6 + band + 1
                #expect(gradient[place] == 8)
            }
        }
    }
}
