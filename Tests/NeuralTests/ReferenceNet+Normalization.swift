import UndertoneNeural

extension ReferenceNet {
    /// Added to a variance before its root is taken.
    private static var epsilon: Double { 1e-5 }

    func batchNormalization(_ input: ReferenceTensor, path: String) -> ReferenceTensor {
        var picture = channelsFirst(input)
        guard case .image(let channels, let frames, let bands) = picture.shape else { return input }
        let (scale, shift) = (numbers(path, "weight"), numbers(path, "bias"))
        let (means, variances) = (numbers(path, "running_mean"), numbers(path, "running_var"))
        for channel in 0..<channels {
            let places = (0..<batch).flatMap { utterance in
                (0..<frames * bands).map { (utterance * channels + channel) * frames * bands + $0 }
            }
            var (mean, variance) = (means[channel], variances[channel])
            if isTraining { (mean, variance) = Self.moments(places.map { picture.values[$0] }) }
            for place in places {
                picture.values[place] =
                    (picture.values[place] - mean) / (variance + Self.epsilon).squareRoot() * scale[channel] + shift[channel]
            }
        }
        return restored(picture, like: input.shape)
    }

    func layerNormalization(_ input: ReferenceTensor, path: String) -> ReferenceTensor {
        let (scale, shift) = (numbers(path, "weight"), numbers(path, "bias"))
        var output = input
        for row in stride(from: 0, to: input.values.count, by: scale.count) {
            let (mean, variance) = Self.moments(Array(input.values[row..<row + scale.count]))
            for index in scale.indices {
                output.values[row + index] =
                    (input.values[row + index] - mean) / (variance + Self.epsilon).squareRoot() * scale[index] + shift[index]
            }
        }
        return output
    }

    /// The mean, and the mean of squared distances to it.
    private static func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
        let mean = values.reduce(0, +) / Double(values.count)
        return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count))
    }
}
