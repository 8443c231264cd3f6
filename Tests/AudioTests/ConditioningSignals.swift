import Foundation

/// One sample of harmonics that fall by 6 dB an octave, the first of them at amplitude 0.1.
func buzz(phase: Double, harmonics: Int) -> Double {
    var sum = 0.0
    for harmonic in 1...harmonics {
        let number = Double(harmonic)
        sum += 0.1 / number * sin(phase * number)
    }
    return sum
}

extension Array where Element == Int {
    /// The sizes over and over, until they add up to `total`.
    func cycled(to total: Int) -> [Int] {
        var sizes: [Int] = []
        var sum = 0
        while sum < total {
            let size = self[sizes.count % count]
            sizes.append(size)
            sum += size
        }
        return sizes
    }
}
