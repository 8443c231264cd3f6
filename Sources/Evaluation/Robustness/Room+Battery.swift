import Foundation
import UndertoneAudio

/// The rooms of the battery, made by the image method in place of measured ones.
extension Room {
    /// A recording booth, with the microphone half a metre away.
    static let booth = Room(
        size: [2.2, 1.8, 2.2], reverberationTime: 0.08, source: [0.8, 0.9, 1.4], microphone: [1.3, 0.9, 1.4])

    /// An office, a meeting room, a lecture hall and a staircase; their reverberation times are about those of the Aachen
    /// impulse responses (Jeub et al. 2009) that the paper takes, as are the distances of one to two metres.
    static let echoing = [
        Room(size: [5.0, 6.4, 2.9], reverberationTime: 0.45, source: [2.0, 3.0, 1.5], microphone: [3.0, 3.2, 1.2]),
        Room(size: [8.0, 5.0, 3.1], reverberationTime: 0.25, source: [3.0, 2.2, 1.5], microphone: [4.4, 2.5, 1.0]),
        Room(size: [10.8, 10.9, 3.2], reverberationTime: 0.8, source: [4.0, 5.0, 1.6], microphone: [6.2, 5.3, 1.2]),
        Room(size: [7.0, 5.2, 6.0], reverberationTime: 1.0, source: [3.0, 2.5, 1.6], microphone: [4.0, 2.8, 1.3]),
    ]

    /// One metre straight ahead of the microphone in a room of medium reverberation.
    static let straightAhead = speaking(metres: 1, degrees: 0)

    /// Farther away and aside, in the same room; like the three distances and directions of the MARDY responses (Wen et al. 2006)
    /// that the paper takes.
    static let positions = [1.0, 2, 3].flatMap { metres in
        [-30.0, 0, 30].compactMap { metres == 1 && $0 == 0 ? nil : speaking(metres: metres, degrees: $0) }
    }

    private static func speaking(metres: Double, degrees: Double) -> Room {
        let microphone: SIMD3<Double> = [3, 1, 1.5]
        let angle = degrees * .pi / 180
        return Room(
            size: [6, 5, 3], reverberationTime: 0.35,
            source: microphone + metres * [sin(angle), cos(angle), 0], microphone: microphone)
    }
}
