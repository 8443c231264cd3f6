import Foundation

/// A room shaped like a shoebox, in which someone speaks and a microphone listens.
///
/// Coordinates are metres from one corner: along the length, the width and the height.
public struct Room: Codable, Hashable, Sendable {
    /// In metres: length, width, height.
    public var size: SIMD3<Double>
    /// Seconds until a sound has decayed by 60 dB (RT60).
    public var reverberationTime: Double
    /// Where the mouth is, in metres.
    public var source: SIMD3<Double>
    /// Where the microphone is, in metres.
    public var microphone: SIMD3<Double>

    /// A living room by default. Values out of bounds are moved to the nearest that is within: sides of 1…100 m, reverberation
    /// of 0.05…5 s, positions at least 0.1 m from each wall and 0.05 m from each other.
    public init(
        size: SIMD3<Double> = [5, 4, 2.6], reverberationTime: Double = 0.4, source: SIMD3<Double> = [2, 1.5, 1.6],
        microphone: SIMD3<Double> = [3.2, 2.3, 1.2]
    ) {
        self.size = size
        self.reverberationTime = reverberationTime
        self.source = source
        self.microphone = microphone
    }

    /// A room whose walls swallow this share of the energy that meets them (Sabine's α), by Eyring's formula.
    public init(size: SIMD3<Double>, absorption: Double, source: SIMD3<Double>, microphone: SIMD3<Double>) {
        self.init(size: size, reverberationTime: 1, source: source, microphone: microphone)
        let room = bounded
        let share = min(0.999, max(0.001, absorption.isNaN ? 0.5 : absorption))
        reverberationTime = room.decayTime / -log(1 - share)
    }

    /// A room from a small office to a lecture hall, with a mouth and a microphone 0.5 to 3 m apart.
    ///
    /// - Parameter reverberationTime: in seconds.
    public static func drawn(reverberationTime: Double, using generator: inout SeededGenerator) -> Room {
        // What echoes for longer is larger.
        let scale = min(1.8, max(0.8, (reverberationTime.isNaN ? 0.5 : reverberationTime) + 0.5))
        let size = scale * SIMD3(generator.draw(3...6), generator.draw(2.5...5), generator.draw(2.2...2.8))
        let margin = SIMD3(repeating: 0.4)
        let low = margin
        let high = size - margin
        func place() -> SIMD3<Double> {
            SIMD3(generator.draw(low.x...high.x), generator.draw(low.y...high.y), generator.draw(1...1.8))
        }
        let source = place()
        let direction = place() - source
        let distance = generator.drawRatio(0.5...3)
        let wanted = source + direction * (distance / max(0.1, length(of: direction)))
        return Room(
            size: size, reverberationTime: reverberationTime, source: source,
            microphone: wanted.clamped(lowerBound: low, upperBound: high))
    }

    /// The same with every value within its bounds.
    var bounded: Room {
        func within(_ value: SIMD3<Double>, _ low: SIMD3<Double>, _ high: SIMD3<Double>) -> SIMD3<Double> {
            // A comparison with NaN is false, and so it becomes the lower bound.
            value.replacing(with: low, where: .!(value .>= low)).replacing(with: high, where: value .> high)
        }
        var room = self
        room.size = within(size, SIMD3(repeating: 1), SIMD3(repeating: 100))
        let margin = SIMD3(repeating: 0.1)
        room.source = within(source, margin, room.size - margin)
        room.microphone = within(microphone, margin, room.size - margin)
        if room.distance < 0.05 { room.microphone.x = room.source.x + (room.source.x < room.size.x / 2 ? 0.05 : -0.05) }
        room.reverberationTime = reverberationTime.isNaN ? 0.05 : min(5, max(0.05, reverberationTime))
        return room
    }

    /// In metres.
    var distance: Double { Self.length(of: source - microphone) }
    /// In cubic metres.
    var volume: Double { size.x * size.y * size.z }
    /// Eyring's reverberation time, times −ln(1 − α): 24 ln 10 · V / (c · S), in seconds.
    var decayTime: Double {
        let surface = 2 * (size.x * size.y + size.y * size.z + size.z * size.x)
        return 24 * log(10) * volume / (Self.speedOfSound * surface)
    }

    /// In metres a second, at 20 °C.
    static let speedOfSound = 343.0

    private static func length(of vector: SIMD3<Double>) -> Double { (vector * vector).sum().squareRoot() }
}
