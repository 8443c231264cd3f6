import Foundation

/// Second-order sections one after the other, with what they remember between blocks.
///
/// State and arithmetic are in double precision, and however the samples are divided into blocks, the output has the same bits.
/// A sample that is not finite counts as 0. Cost: five multiplications a sample and section.
///
///     var filter = FilterCascade.bandPass(from: 300, to: 3400, sampleRate: 16000)
///     let telephone = filter.process(samples)
public struct FilterCascade: Hashable, Sendable {
    public let sections: [Biquad]
    private var states: [State]

    private struct State: Hashable, Sendable {
        var first = 0.0
        var second = 0.0
    }

    /// No section at all changes nothing.
    public init(_ sections: [Biquad]) {
        self.sections = sections
        states = Array(repeating: State(), count: sections.count)
    }

    /// A Butterworth low-pass: −3 dB at `frequency` in hertz (clamped as in `Biquad`), 6 dB an octave and order above it.
    ///
    /// - Parameter order: clamped to 1…16.
    public static func lowPass(frequency: Double, order: Int = 4, sampleRate: Int) -> FilterCascade {
        let order = clamped(order)
        let first = order.isMultiple(of: 2) ? [] : [Biquad.firstOrderLowPass(frequency: frequency, sampleRate: sampleRate)]
        let pairs = butterworthQualities(order: order).map {
            Biquad.lowPass(frequency: frequency, q: $0, sampleRate: sampleRate)
        }
        return FilterCascade(first + pairs)
    }

    /// A Butterworth high-pass: −3 dB at `frequency` in hertz (clamped as in `Biquad`), 6 dB an octave and order below it.
    ///
    /// - Parameter order: clamped to 1…16.
    public static func highPass(frequency: Double, order: Int = 4, sampleRate: Int) -> FilterCascade {
        let order = clamped(order)
        let first = order.isMultiple(of: 2) ? [] : [Biquad.firstOrderHighPass(frequency: frequency, sampleRate: sampleRate)]
        let pairs = butterworthQualities(order: order).map {
            Biquad.highPass(frequency: frequency, q: $0, sampleRate: sampleRate)
        }
        return FilterCascade(first + pairs)
    }

    /// A high-pass at `low` followed by a low-pass at `high`, both of the same order.
    public static func bandPass(from low: Double, to high: Double, order: Int = 4, sampleRate: Int) -> FilterCascade {
        FilterCascade(
            highPass(frequency: low, order: order, sampleRate: sampleRate).sections
                + lowPass(frequency: high, order: order, sampleRate: sampleRate).sections)
    }

    /// The next samples, filtered: as many as went in.
    public mutating func process(_ samples: [Float]) -> [Float] {
        var signal = samples.map { $0.isFinite ? Double($0) : 0 }
        for (index, section) in sections.enumerated() {
            var state = states[index]
            Self.run(section, &state, over: &signal)
            states[index] = state
        }
        // Sums of huge samples may pass what a Float can hold.
        let bound = Double(Float.greatestFiniteMagnitude)
        return signal.map { Float(min(max($0, -bound), bound)) }
    }

    /// Forgets all samples so far.
    public mutating func reset() {
        states = Array(repeating: State(), count: sections.count)
    }

    /// |H| at `frequency` in hertz.
    public func magnitude(at frequency: Double, sampleRate: Int) -> Double {
        sections.reduce(1) { $0 * $1.magnitude(at: frequency, sampleRate: sampleRate) }
    }

    /// The transposed second direct form.
    private static func run(_ section: Biquad, _ state: inout State, over signal: inout [Double]) {
        let (b0, b1, b2, a1, a2) = (section.b0, section.b1, section.b2, section.a1, section.a2)
        var (first, second) = (state.first, state.second)
        for index in signal.indices {
            let input = signal[index]
            let output = b0 * input + first
            first = settled(b1 * input - a1 * output + second)
            second = settled(b2 * input - a2 * output)
            signal[index] = output
        }
        state = State(first: first, second: second)
    }

    /// Far below anything a Float can hold, and far above the subnormal numbers that a decaying state would crawl through.
    private static func settled(_ value: Double) -> Double {
        abs(value) < 1e-100 ? 0 : value
    }

    /// The Q of each pair of poles of a Butterworth filter; the real pole of an odd order is not among them.
    private static func butterworthQualities(order: Int) -> [Double] {
        (0..<order / 2).map { pair in
            1 / (2 * sin(.pi * (2 * Double(pair) + 1) / (2 * Double(order))))
        }
    }

    private static func clamped(_ order: Int) -> Int {
        min(max(order, 1), 16)
    }
}
