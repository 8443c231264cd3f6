import UndertoneNeural

extension ReferenceNet {
    func image(_ input: ReferenceTensor) -> ReferenceTensor {
        guard case .sequence(let frames, let features) = input.shape else { return input }
        return input.with(input.values, shape: .image(channels: 1, frames: frames, bands: features))
    }

    /// Each frame's channels and bands side by side.
    func sequence(_ input: ReferenceTensor) -> ReferenceTensor {
        guard case .image(let channels, let frames, let bands) = input.shape else { return input }
        var values: [Double] = []
        for utterance in 0..<batch {
            for frame in 0..<frames {
                for channel in 0..<channels {
                    let start = ((utterance * channels + channel) * frames + frame) * bands
                    values += input.values[start..<start + bands]
                }
            }
        }
        return input.with(values, shape: .sequence(frames: frames, features: channels * bands))
    }

    /// A sequence or a vector as a picture of one band whose channels are the features.
    func channelsFirst(_ input: ReferenceTensor) -> ReferenceTensor {
        switch input.shape {
        case .image: input
        case .vector(let features): input.with(input.values, shape: .image(channels: features, frames: 1, bands: 1))
        case .sequence(let frames, let features):
            input.with(
                transposed(input.values, rows: frames, columns: features),
                shape: .image(channels: features, frames: frames, bands: 1))
        }
    }

    /// A picture of one band as what it was before.
    func restored(_ picture: ReferenceTensor, like shape: TensorShape) -> ReferenceTensor {
        guard case .image(let channels, let frames, _) = picture.shape else { return picture }
        var restored = picture
        switch shape {
        case .image: break
        case .vector: restored.shape = .vector(features: channels)
        case .sequence:
            restored.shape = .sequence(frames: frames, features: channels)
            restored.values = transposed(picture.values, rows: channels, columns: frames)
        }
        return restored
    }

    /// Rows and columns of each utterance exchanged.
    private func transposed(_ values: [Double], rows: Int, columns: Int) -> [Double] {
        var result = values
        for utterance in 0..<batch {
            let start = utterance * rows * columns
            for row in 0..<rows {
                for column in 0..<columns {
                    result[start + column * rows + row] = values[start + row * columns + column]
                }
            }
        }
        return result
    }
}
