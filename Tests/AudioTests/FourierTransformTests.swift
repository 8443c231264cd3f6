import Foundation
import Testing
import TestSupport
import UndertoneAudio

struct FourierTransformTests {
    /// The definition, O(N²), in double precision.
    private func directSpectrum(_ x: [Float]) -> [(real: Double, imaginary: Double)] {
        (0...x.count / 2).map { k in
            x.indices.reduce((0.0, 0.0)) { sum, n in
                let angle = -2 * Double.pi * Double(k * n % x.count) / Double(x.count)
                return (sum.0 + Double(x[n]) * cos(angle), sum.1 + Double(x[n]) * sin(angle))
            }
        }
    }

    private func noise(_ count: Int, seed: UInt64 = 1) -> [Float] {
        Array(Synthetic.noise(duration: Double(count) / 16000 + 0.01, seed: seed).samples.prefix(count))
    }

    @Test(arguments: [32, 64, 128, 256, 512, 1024, 2048])
    func `the fast transform equals the definition`(length: Int) {
        let x = noise(length)
        for (fast, direct) in zip(FourierTransform(length: length).spectrum(x), directSpectrum(x)) {
            // Rounding in double precision, with room for the direct sum's own.
            #expect(abs(fast.real - direct.real) < 1e-10)
            #expect(abs(fast.imaginary - direct.imaginary) < 1e-10)
        }
    }

    @Test(arguments: [32, 512, 4096, 65536])
    func `energy in time equals energy in frequency`(length: Int) {
        let x = noise(length)
        let spectrum = FourierTransform(length: length).spectrum(x)
        let energies = spectrum.map { $0.real * $0.real + $0.imaginary * $0.imaginary }
        let inner = energies.dropFirst().dropLast().reduce(0, +)
        let total = ((energies.first ?? 0) + (energies.last ?? 0) + 2 * inner) / Double(length)
        let expected = x.reduce(0) { $0 + Double($1) * Double($1) }
        #expect(abs(total - expected) < 1e-9 * expected)
    }

    @Test func `the transform is linear`() {
        let (a, b) = (noise(512, seed: 1), noise(512, seed: 2))
        let transform = FourierTransform(length: 512)
        // Powers of two, so that the mixture itself is exact but for one rounding.
        let mixed = transform.spectrum(zip(a, b).map { 0.5 * $0 - 0.25 * $1 })
        for (m, (x, y)) in zip(mixed, zip(transform.spectrum(a), transform.spectrum(b))) {
            #expect(abs(m.real - (0.5 * x.real - 0.25 * y.real)) < 1e-5)
            #expect(abs(m.imaginary - (0.5 * x.imaginary - 0.25 * y.imaginary)) < 1e-5)
        }
    }

    @Test func `an impulse has a flat spectrum and zeros none`() {
        let transform = FourierTransform(length: 256)
        #expect(transform.powerSpectrum([1]).allSatisfy { abs($0 - 1) < 1e-6 })
        #expect(transform.powerSpectrum([]).allSatisfy { $0 == 0 })
    }

    @Test(arguments: [32, 256, 4096])
    func `the samples of a spectrum are those that it was made of`(length: Int) {
        let x = noise(length)
        let transform = FourierTransform(length: length)
        // Single precision's last digit, of samples below 1.
        #expect(zip(transform.samples(of: transform.spectrum(x)), x).allSatisfy { abs($0 - $1) < 1e-7 })
    }
}
