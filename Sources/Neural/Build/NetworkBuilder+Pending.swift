// stubs, replaced by the engineers of each layer
extension NetworkBuilder {
    func attention(heads: Int, on input: Value, path: String) throws(NeuralError) -> Value { throw .shape(layer: "todo", input: input.shape) }
    func attentiveStatistics(_ input: Value, path: String) throws(NeuralError) -> Value { throw .shape(layer: "todo", input: input.shape) }
}
