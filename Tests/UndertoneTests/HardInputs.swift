import Foundation
import TestSupport
import UndertoneAudio

/// Two hundred sounds without a word in them, and a few things that are no sound at all.
struct HardInput: Sendable {
    let name: String
    let samples: [Float]

    static let all: [HardInput] =
        silences + constants + clicks + tones + chords + melodies + noises + squares + scraps + chirps + oddities

    private static let rate = 16000.0

    private static func sine(_ frequency: Double, _ time: Double) -> Double {
        sin(2 * Double.pi * frequency * time)
    }

    private init(_ name: String, _ samples: [Float]) {
        self.name = name
        self.samples = samples
    }

    private init(_ name: String, seconds: Double = 2, _ value: (_ time: Double) -> Double) {
        self.init(name, (0..<Int(seconds * Self.rate)).map { Float(value(Double($0) / Self.rate)) })
    }

    private static let silences: [HardInput] = [0.0, 0.000_1, 0.02, 0.5, 2, 5, 9].map { seconds in
        HardInput("\(seconds) s of zeros", seconds: seconds) { _ in 0 }
    }

    private static let constants: [HardInput] = [1e-5, 0.001, 0.1, 0.5, 1, -1, 30, -1e30].map { level in
        HardInput("a constant \(level)") { _ in level }
    }

    private static let clicks: [HardInput] =
        [0.5, 1, 2, 3, 5, 8, 13, 30, 100].map { each in
            HardInput("\(each) clicks a second", seconds: 3) { time in
                let phase = (time * each).truncatingRemainder(dividingBy: 1)
                return phase < each / rate ? 0.9 : 0
            }
        } + [0.1, 1].map { level in HardInput("one click of \(level)", seconds: 3) { abs($0 - 1.5) < 0.5 / rate ? level : 0 } }

    private static let tones: [HardInput] = [50.0, 60, 100, 150, 220, 300, 440, 700, 1000, 1600, 3000, 4100, 5000, 7900].flatMap { frequency in
        [0.003, 0.1, 1].map { level in
            HardInput("a tone of \(frequency) Hz at \(level)") { level * sine(frequency, $0) }
        }
    }

    /// Sums of plucked or held strings: six harmonics a note.
    private static func chord(_ notes: [Double], decay: Double, _ time: Double) -> Double {
        var sum = 0.0
        for note in notes {
            for harmonic in 1...6 {
                let order = Double(harmonic)
                sum += sin(2 * Double.pi * note * order * time) / (order * order)
            }
        }
        return 0.2 * sum * exp(-time * decay)
    }

    private static let chords: [HardInput] = [110.0, 146.8, 196, 261.6, 392].flatMap { root in
        [("major", [1, 1.26, 1.498]), ("minor", [1, 1.189, 1.498]), ("seventh", [1, 1.26, 1.498, 1.782])].flatMap { name, ratios in
            [0.0, 1.5].map { decay in
                HardInput("a \(name) chord on \(root) Hz, decay \(decay)", seconds: 3) {
                    chord(ratios.map { $0 * root }, decay: decay, $0)
                }
            }
        }
    }

    /// A chord progression, two bars a second.
    private static let melodies: [HardInput] = [98.0, 130.8, 220].flatMap { root in
        [2.0, 3].map { speed in
            HardInput("\(speed) chords a second above \(root) Hz", seconds: 4) { time in
                let bar = Int(time * speed)
                let note = root * [1.0, 1.335, 1.498, 1.122][bar % 4]
                return chord([note, note * 1.26, note * 1.498], decay: 2, time - Double(bar) / speed)
            }
        }
    }

    private static let noises: [HardInput] = [1e-6, 1e-4, 0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.5, 1].flatMap { level in
        ["white", "pink", "brown"].map { colour in
            var generator = SeededGenerator(seed: UInt64(colour.count) &+ UInt64(level * 1e6))
            var (slow, slower) = (0.0, 0.0)
            return HardInput("\(colour) noise at \(level)", seconds: 3) { _ in
                let white = Double.random(in: -1...1, using: &generator)
                slow = 0.9 * slow + 0.1 * white
                slower = 0.995 * slower + 0.005 * white
                return switch colour {
                case "white": level * white
                case "pink": level * (0.3 * white + slow + 3 * slower)
                default: level * 8 * slower
                }
            }
        }
    }

    private static let squares: [HardInput] =
        [25.0, 50, 80, 120, 200, 333, 500, 1000, 2000, 4000].map { frequency in
            HardInput("a full-scale square of \(frequency) Hz") { sine(frequency, $0) >= 0 ? 1 : -1 }
        } + [50.0, 60, 120, 440, 1000].map { frequency in
            HardInput("a sawtooth of \(frequency) Hz") { ($0 * frequency).truncatingRemainder(dividingBy: 1) - 0.5 }
        }

    /// Clips of 20 ms.
    private static let scraps: [HardInput] = (0..<12).map { index in
        var generator = SeededGenerator(seed: UInt64(index))
        return HardInput("20 ms, number \(index)", seconds: 0.02) { time in
            switch index % 3 {
            case 0: Double.random(in: -1...1, using: &generator)
            case 1: sine(Double(100 + 150 * index), time)
            default: time < 0.01 ? 0.7 : -0.7
            }
        }
    }

    private static let chirps: [HardInput] = [(50.0, 7000.0), (200, 2000), (2000, 200), (7000, 50), (100, 400), (400, 100)].flatMap { from, to in
        [1.0, 3].flatMap { seconds in
            [
                HardInput("a linear chirp from \(from) to \(to) Hz in \(seconds) s", seconds: seconds) { time in
                    let rise = (to - from) / seconds
                    let cycles: Double = from * time + rise * time * time / 2
                    return 0.5 * sin(2 * Double.pi * cycles)
                },
                HardInput("an exponential chirp from \(from) to \(to) Hz in \(seconds) s", seconds: seconds) { time in
                    let rise = log(to / from) / seconds
                    let cycles: Double = from * (exp(rise * time) - 1) / rise
                    return 0.5 * sin(2 * Double.pi * cycles)
                },
            ]
        }
    }

    private static let oddities: [HardInput] =
        [1, -1, 1e-38, .nan, .infinity, -.infinity, .greatestFiniteMagnitude].map { HardInput("one sample of \($0)", [$0]) } + [
            HardInput("zeros and NaN in turn", (0..<32000).map { $0.isMultiple(of: 2) ? 0 : .nan }),
            HardInput("full scale and NaN in turn", (0..<32000).map { $0.isMultiple(of: 2) ? 1 : .nan }),
            HardInput("both infinities in turn", (0..<32000).map { $0.isMultiple(of: 2) ? .infinity : -.infinity }),
            HardInput("the largest numbers in turn", (0..<32000).map { $0.isMultiple(of: 2) ? 3e38 : -3e38 }),
            HardInput("the smallest numbers", [Float](repeating: 1.4e-45, count: 32000)),
            HardInput("both signs in turn", (0..<32000).map { $0.isMultiple(of: 2) ? 1 : -1 }),
            HardInput("only NaN", [Float](repeating: .nan, count: 32000)),
            HardInput("a NaN in every thousand of a tone", (0..<32000).map { $0 % 1000 == 7 ? .nan : sin(Float($0) * 0.2) }),
        ]
}
