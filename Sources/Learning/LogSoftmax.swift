import Foundation

/// The logarithm of the softmax, without overflow.
func logSoftmax(_ values: [Double]) -> [Double] {
    let largest = values.max() ?? 0
    let logarithm = log(values.reduce(0) { $0 + exp($1 - largest) }) + largest
    return values.map { $0 - logarithm }
}
