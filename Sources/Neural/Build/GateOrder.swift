/// A recurrent layer's parameters as oneDNN takes them, from PyTorch's and back.
///
/// An LSTM's gates are in the same order: input, forget, candidate, output. A GRU's are reset, update, candidate in PyTorch and
/// update, reset, candidate in oneDNN. Where PyTorch has a bias for the input and one for the state, oneDNN has their sum, and a
/// GRU's candidate both, as the reset gate comes between them.
struct GateOrder {
    let cell: Layer.Recurrent.Cell
    let features: Int

    /// Of the one bias; weights have as many as PyTorch's.
    static let biasGates = 4

    /// Weights from either order to the other: what swaps two gates also swaps them back.
    func swapGates(_ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, inputs: Int) {
        let gate = features * inputs
        target.update(from: source + gate, count: gate)
        (target + gate).update(from: source, count: gate)
        (target + 2 * gate).update(from: source + 2 * gate, count: gate)
    }

    func join(
        ofInput: UnsafePointer<Float>, ofState: UnsafePointer<Float>, to bias: UnsafeMutablePointer<Float>
    ) {
        for index in 0..<features {
            for (gate, source) in sources.enumerated() {
                let place = source * features + index
                bias[gate * features + index] = ofInput[place] + (gate == separated ? 0 : ofState[place])
            }
            if let separated { bias[3 * features + index] = ofState[separated * features + index] }
        }
    }

    /// A sum's gradient is that of both terms.
    func part(
        _ bias: UnsafePointer<Float>, ofInput: UnsafeMutablePointer<Float>, ofState: UnsafeMutablePointer<Float>
    ) {
        for index in 0..<features {
            for (gate, source) in sources.enumerated() {
                let place = source * features + index
                ofInput[place] = bias[gate * features + index]
                ofState[place] = bias[(gate == separated ? 3 : gate) * features + index]
            }
        }
    }

    /// For each of oneDNN's gates, which it is of PyTorch's.
    private var sources: [Int] { cell == .lstm ? [0, 1, 2, 3] : [1, 0, 2] }

    /// The gate whose biases are not added up.
    private var separated: Int? { cell == .lstm ? nil : 2 }
}
