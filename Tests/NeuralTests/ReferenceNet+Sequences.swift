import Foundation
import UndertoneNeural

extension ReferenceNet {
    func recurrent(_ input: ReferenceTensor, _ recurrent: Layer.Recurrent, path: String) -> ReferenceTensor {
        guard case .sequence(let frames, let inputs) = input.shape else { return input }
        let size = recurrent.features
        let directions = recurrent.isBidirectional ? ["", "_reverse"] : [""]
        var values = [Double](repeating: 0, count: batch * frames * directions.count * size)
        for (direction, suffix) in directions.enumerated() {
            let rows = recurrent.cell == .lstm ? 4 * size : 3 * size
            let fromInput = affine(
                input.values, numbers(path, "weight_ih\(suffix)"), numbers(path, "bias_ih\(suffix)"), inputs: inputs,
                outputs: rows)
            for utterance in 0..<batch {
                var state = [Double](repeating: 0, count: size)
                var cell = state
                // What comes after an utterance stays zero, and backwards begins at the utterance's own end.
                let count = length(utterance, of: input, frames: frames)
                for step in 0..<count {
                    let frame = direction == 0 ? step : count - 1 - step
                    let start = (utterance * frames + frame) * rows
                    let gates = Array(fromInput[start..<start + rows])
                    let fromState = affine(
                        state, numbers(path, "weight_hh\(suffix)"), numbers(path, "bias_hh\(suffix)"), inputs: size,
                        outputs: rows)
                    for index in 0..<size {
                        switch recurrent.cell {
                        case .lstm:
                            // Input, forget, cell, output.
                            let sums = (0..<4).map { gates[$0 * size + index] + fromState[$0 * size + index] }
                            cell[index] = sigmoid(sums[1]) * cell[index] + sigmoid(sums[0]) * tanh(sums[2])
                            state[index] = sigmoid(sums[3]) * tanh(cell[index])
                        case .gru:
                            // Reset, update, new.
                            let reset = sigmoid(gates[index] + fromState[index])
                            let update = sigmoid(gates[size + index] + fromState[size + index])
                            let new = tanh(gates[2 * size + index] + reset * fromState[2 * size + index])
                            state[index] = (1 - update) * new + update * state[index]
                        }
                    }
                    let target = ((utterance * frames + frame) * directions.count + direction) * size
                    values.replaceSubrange(target..<target + size, with: state)
                }
            }
        }
        return input.with(values, shape: .sequence(frames: frames, features: directions.count * size))
    }

    /// Softmax(q kᵀ / √size) v for each head over the frames that count, then a linear layer.
    func attention(_ input: ReferenceTensor, heads: Int, path: String) -> ReferenceTensor {
        guard case .sequence(let frames, let features) = input.shape else { return input }
        let size = features / heads
        let all = affine(
            input.values, numbers(path, "in.weight"), numbers(path, "in.bias"), inputs: features, outputs: 3 * features)
        /// Query, key or value (0, 1, 2) of a head at a frame.
        func part(_ which: Int, _ utterance: Int, _ frame: Int, _ head: Int) -> ArraySlice<Double> {
            let start = (utterance * frames + frame) * 3 * features + which * features + head * size
            return all[start..<start + size]
        }
        var mixed: [Double] = []
        for utterance in 0..<batch {
            let count = length(utterance, of: input, frames: frames)
            for frame in 0..<frames {
                for head in 0..<heads {
                    let query = part(0, utterance, frame, head)
                    let shares = softmax(
                        (0..<count).map { other in
                            zip(query, part(1, utterance, other, head)).reduce(0) { $0 + $1.0 * $1.1 }
                                / Double(size).squareRoot()
                        })
                    var sum = [Double](repeating: 0, count: size)
                    for other in 0..<count {
                        for (index, value) in part(2, utterance, other, head).enumerated() {
                            sum[index] += shares[other] * value
                        }
                    }
                    mixed += sum
                }
            }
        }
        return input.with(
            affine(mixed, numbers(path, "out.weight"), numbers(path, "out.bias"), inputs: features, outputs: features))
    }

    private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
}
