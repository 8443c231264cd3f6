import Foundation

/// The gain of least mean-square error in the log spectrum (Ephraim & Malah 1985).
enum LogSpectralGain {
    /// G = ξ/(1 + ξ) · exp(½E₁(v)), v = γξ/(1 + ξ), and at most 1.
    ///
    /// - Parameters:
    ///   - prior: ξ > 0, signal over noise as expected.
    ///   - posterior: γ ≥ 0, power over noise as seen.
    static func gain(prior: Double, posterior: Double) -> Double {
        let wiener = prior / (1 + prior)
        return min(wiener * exp(0.5 * exponentialIntegral(max(posterior * wiener, 1e-10))), 1)
    }

    /// E₁(x) for x > 0, by the polynomial and the quotient of Abramowitz & Stegun 5.1.53 and 5.1.56: errors below 2·10⁻⁷.
    static func exponentialIntegral(_ x: Double) -> Double {
        guard x > 1 else {
            let polynomial = ((((0.00107857 * x - 0.00976004) * x + 0.05519968) * x - 0.24991055) * x + 0.99999193) * x
            return polynomial - 0.57721566 - log(x)
        }
        guard x < 50 else { return 0 }
        let above = (((x + 8.5733287401) * x + 18.0590169730) * x + 8.6347608925) * x + 0.2677737343
        let below = (((x + 9.5733223454) * x + 25.6329561486) * x + 21.0996530827) * x + 3.9584969228
        return above / below * exp(-x) / x
    }
}
