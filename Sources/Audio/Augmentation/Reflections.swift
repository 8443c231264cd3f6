import Foundation

/// The image sources of a shoebox room: one for each way by which sound comes from the mouth to the microphone.
struct Reflections {
    private let room: Room
    private let sampleRate: Double
    /// In seconds after the direct sound.
    private let duration: Double

    init(_ room: Room, sampleRate: Double, duration: Double) {
        self.room = room
        self.sampleRate = sampleRate
        self.duration = duration
    }

    /// Adds every image, the direct sound at sample 0 with value 1.
    func add(to response: inout [Double]) {
        // The share of pressure that a wall gives back, by Eyring's formula, with its sign turned.
        let reflection = -exp(-room.decayTime / (2 * room.reverberationTime))
        let direct = room.distance
        let farthest = direct + duration * Room.speedOfSound
        let (lengths, widths, heights) = (images(along: 0, farthest), images(along: 1, farthest), images(along: 2, farthest))
        var powers = [1.0]
        for x in lengths {
            for y in widths where x.squaredDistance + y.squaredDistance <= farthest * farthest {
                for z in heights {
                    let squared = x.squaredDistance + y.squaredDistance + z.squaredDistance
                    guard squared <= farthest * farthest else { continue }
                    let order = x.reflections + y.reflections + z.reflections
                    while powers.count <= order { powers.append(powers[powers.count - 1] * reflection) }
                    let distance = squared.squareRoot()
                    let delay = order == 0 ? 0 : (distance - direct) / Room.speedOfSound * sampleRate
                    add(powers[order] * direct / distance, after: delay, to: &response)
                }
            }
        }
    }

    private struct Image {
        let squaredDistance: Double
        let reflections: Int
    }

    /// The images along one axis: at 2nL + x and at 2nL − x, seen after |2n| and |2n − 1| walls.
    private func images(along axis: Int, _ farthest: Double) -> [Image] {
        let (length, source, microphone) = (room.size[axis], room.source[axis], room.microphone[axis])
        let most = Int(farthest / (2 * length)) + 1
        var images: [Image] = []
        for n in -most...most {
            for side in 0...1 {
                let position = 2 * Double(n) * length + (side == 0 ? source : -source)
                let squared = (position - microphone) * (position - microphone)
                guard squared <= farthest * farthest else { continue }
                images.append(Image(squaredDistance: squared, reflections: abs(2 * n - side)))
            }
        }
        return images
    }

    /// A click between the samples: a sinc under a Hann window of 32 samples.
    private func add(_ amplitude: Double, after delay: Double, to response: inout [Double]) {
        let whole = Int(delay)
        let fraction = delay - Double(whole)
        guard fraction > 1e-9 else {
            if whole < response.count { response[whole] += amplitude }
            return
        }
        // sin(π(k − f)) is ∓sin(πf), and the cosine of the window turns by the same angle every sample.
        let sine = sin(Double.pi * fraction) / Double.pi
        let step = Double.pi / Double(Self.halfWidth)
        let (turnCosine, turnSine) = (cos(step), sin(step))
        let first = Double(1 - Self.halfWidth) - fraction
        var (cosine, turned) = (cos(step * first), sin(step * first))
        for k in 1 - Self.halfWidth...Self.halfWidth {
            if response.indices.contains(whole + k) {
                let sinc = (k.isMultiple(of: 2) ? -sine : sine) / (Double(k) - fraction)
                response[whole + k] += amplitude * sinc * (0.5 + 0.5 * cosine)
            }
            (cosine, turned) = (cosine * turnCosine - turned * turnSine, cosine * turnSine + turned * turnCosine)
        }
    }

    private static let halfWidth = 16
}
