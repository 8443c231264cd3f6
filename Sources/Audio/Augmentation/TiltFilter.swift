import Foundation

/// Raises or lowers the spectrum on a straight line in decibels over frequency, around half of the band, without delay.
public struct TiltFilter: Sendable {
    private let convolution: Convolution

    /// - Parameters:
    ///   - slope: how many decibels louder a kilohertz is than the one below it; from -10 to 10.
    ///   - sampleRate: in Hz.
    public init(decibelsPerKilohertz slope: Double, sampleRate: Int) {
        let slope = slope.isNaN ? 0 : min(10, max(-10, slope))
        let half = Self.length / 2
        let kilohertz = Double(sampleRate) / 2000
        let bins = (0...half).map { bin in
            (real: pow(10, slope * kilohertz * (Double(bin) / Double(half) - 0.5) / 20), imaginary: 0.0)
        }
        let response = FourierTransform(length: Self.length).samples(of: bins)
        // The zero-phase response is moved to the middle, where a window smooths what its ends cut.
        let window = WindowFunction.hannPeriodic.values(length: Self.length)
        convolution = Convolution((0..<Self.length).map { response[($0 + half) % Self.length] * window[$0] })
    }

    /// As many samples.
    public func applied(to samples: [Float]) -> [Float] {
        Array(convolution.applied(to: samples).dropFirst(Self.length / 2).prefix(samples.count))
    }

    private static let length = 256
}
