import Foundation

/// The mains: 50 or 60 Hz, and harmonics of random strength that become weaker the higher they are.
struct MainsHum {
    private var oscillators: [Oscillators] = []

    init(sampleRate: Double, using generator: inout SeededGenerator) {
        // The mains keep their frequency within some parts in ten thousand.
        let fundamental = (Bool.random(using: &generator) ? 50 : 60) * generator.draw(0.9995...1.0005)
        for first in stride(from: 1, to: 20, by: 4) {
            let harmonics = SIMD4(Double(first), Double(first + 1), Double(first + 2), Double(first + 3))
            let strengths = SIMD4(
                generator.draw(0.3...1), generator.draw(0.3...1), generator.draw(0.3...1), generator.draw(0.3...1))
            let phases = SIMD4(
                generator.draw(0...6.28), generator.draw(0...6.28), generator.draw(0...6.28), generator.draw(0...6.28))
            oscillators.append(
                Oscillators(
                    // What rectifiers and transformers make: even harmonics are weaker than odd ones.
                    amplitudes: strengths / harmonics * [1, 0.5, 1, 0.5], phases: phases, frequencies: fundamental * harmonics,
                    sampleRate: sampleRate))
        }
    }

    func samples(count: Int) -> [Float] {
        var samples = [Float](repeating: 0, count: count)
        for four in oscillators { four.add(to: &samples, in: 0..<count) }
        return samples
    }
}
