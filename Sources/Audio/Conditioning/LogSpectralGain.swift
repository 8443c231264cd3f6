import Foundation

/// The gain of least mean-square error in the log spectrum (Ephraim & Malah 1985).
///
/// G = ξ/(1 + ξ) · exp(½E₁(v)), v = γξ/(1 + ξ), where ξ is signal over noise as expected and γ power over noise as seen. What G
/// leaves of the power over the noise is G²γ = ξ/(1 + ξ) · (v + d(v)), where d(v) = v·(exp(E₁(v)) − 1) falls smoothly from e^−0.577
/// at 0 to 0. A table of d stands for two exponentials and a logarithm a bin; G errs by less than 0.0001 dB for it.
struct LogSpectralGain: Sendable {
    /// d, `steps` values for each unit of v from 0 to beyond `end`.
    private let table: [Double]
    private static let steps = 64.0
    /// From here on d is less than 10⁻⁶ of v.
    private static let end = 11.0

    init() {
        table = (0...Int(Self.end * Self.steps) + 1).map { index in
            let v = max(1e-10, Double(index) / Self.steps)
            return v * (exp(Self.exponentialIntegral(v)) - 1)
        }
    }

    /// G²γ, without regard to G's being 1 at most.
    ///
    /// - Parameters:
    ///   - prior: ξ > 0, signal over noise as expected.
    ///   - posterior: γ ≥ 0, power over noise as seen.
    @inline(__always)
    func cleaned(prior: BinGroup, posterior: BinGroup) -> BinGroup {
        let wiener = prior / (1 + prior)
        let v = posterior * wiener
        let position = BinGroup.lesser(v, BinGroup(repeating: Self.end)) * Self.steps
        var above = v
        for bin in 0..<4 {
            let index = Int(position[bin])
            above[bin] += table[index] + (position[bin] - Double(index)) * (table[index + 1] - table[index])
        }
        return wiener * above
    }

    /// E₁(x) for x > 0, by the polynomial and the quotient of Abramowitz & Stegun 5.1.53 and 5.1.56: errors below 2·10⁻⁷.
    private static func exponentialIntegral(_ x: Double) -> Double {
        guard x > 1 else {
            let polynomial = ((((0.00107857 * x - 0.00976004) * x + 0.05519968) * x - 0.24991055) * x + 0.99999193) * x
            return polynomial - 0.57721566 - log(x)
        }
        let above = (((x + 8.5733287401) * x + 18.0590169730) * x + 8.6347608925) * x + 0.2677737343
        let below = (((x + 9.5733223454) * x + 25.6329561486) * x + 21.0996530827) * x + 3.9584969228
        return above / below * exp(-x) / x
    }
}
