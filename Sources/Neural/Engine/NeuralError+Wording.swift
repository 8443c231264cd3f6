public import Foundation

extension NeuralError: CustomStringConvertible, LocalizedError {
    public var description: String {
        switch self {
        case .operation(let name, let status):
            "oneDNN cannot do \(name) here (its status is \(status))."
        case .shape(let layer, let input):
            "The layer \(layer) cannot take \(input)."
        case .outOfBounds(let field, let value, let bounds):
            "The net's \(field) is \(value); it must lie between \(bounds.lowerBound) and \(bounds.upperBound)."
        case .tooLarge(let byteCount, let limit):
            "The net would need \(byteCount >> 20) MiB of memory; the limit is \(limit >> 20) MiB."
        case .weights(let name):
            "The weights \(name) are missing, of another shape or not finite."
        case .count(let expected, let found):
            "The net takes \(expected) numbers and was given \(found)."
        }
    }

    public var errorDescription: String? { description }
}
