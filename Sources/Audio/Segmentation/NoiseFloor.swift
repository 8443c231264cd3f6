/// The noise under the speech, a power per band: the least of the smoothed power over the last 1.6 s.
///
/// After Martin's minimum statistics (2001), without its bias compensation, which the weights of the evidence contain.
struct NoiseFloor: Hashable, Sendable {
    /// Frames of a part of the memory, and how many parts it has.
    private static let partLength = 20
    private static let partCount = 8
    private static let smoothing: Float = 0.8

    private(set) var power = SIMD16<Float>.zero
    private var smoothed = SIMD16<Float>.zero
    private var parts = [SIMD16<Float>](repeating: SIMD16(repeating: .infinity), count: partCount)
    /// Of all parts.
    private var least = SIMD16<Float>(repeating: .infinity)
    private var current = SIMD16<Float>(repeating: .infinity)
    private var age = 0
    private var part = 0
    private var hasStarted = false

    /// Takes the bands' power of a frame that is not digital silence.
    mutating func add(_ bands: SIMD16<Float>) {
        smoothed = hasStarted ? smoothed * Self.smoothing + bands * (1 - Self.smoothing) : bands
        hasStarted = true
        current.replace(with: smoothed, where: smoothed .< current)
        age += 1
        if age == Self.partLength {
            parts[part] = current
            part = (part + 1) % Self.partCount
            least = parts.reduce(SIMD16(repeating: .infinity)) { $0.replacing(with: $1, where: $1 .< $0) }
            current = SIMD16(repeating: .infinity)
            age = 0
        }
        power = least.replacing(with: current, where: current .< least)
        power.replace(with: smoothed, where: smoothed .< power)
    }
}
