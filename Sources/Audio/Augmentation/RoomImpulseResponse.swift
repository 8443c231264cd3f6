import Foundation

/// What a microphone hears of a click somewhere in a room.
///
///     let response = RoomImpulseResponse(Room(reverberationTime: 0.5), sampleRate: 16000, using: &generator)
///     let inTheRoom = response.applied(to: speech)
///
/// The first reflections come from image sources (Allen & Berkley, "Image method for efficiently simulating small-room
/// acoustics", JASA 65(4), 1979), each at its delay between the samples. The number of images grows with the cube of time, while
/// no ear tells them apart, so that what follows is noise with the images' own density of energy and Eyring's decay (Lehmann &
/// Johansson, "Diffuse reverberation model for efficient image-source simulation of room impulse responses", IEEE TASLP 18(6),
/// 2010). Walls turn the sign of the pressure, as those authors do, which keeps the response free of a rumble that no room has.
///
/// The direct sound is sample 0 with value 1: whatever was at some time in the speech stays at that time.
public struct RoomImpulseResponse: Sendable {
    public let samples: [Float]
    /// In hertz.
    public let sampleRate: Int
    private let convolution: Convolution

    /// - Parameters:
    ///   - room: values out of their bounds are moved to the nearest within.
    ///   - sampleRate: in hertz.
    ///   - imageDuration: for how many seconds after the direct sound there are single reflections; at most until there have been
    ///     about two million.
    ///   - generator: draws the noise of what comes later.
    public init(
        _ room: Room, sampleRate: Int, imageDuration: Double = 0.05, using generator: inout SeededGenerator
    ) {
        let room = room.bounded
        let rate = Double(min(AudioLimits.sampleRates.upperBound, max(1, sampleRate)))
        let count = max(1, Int(room.reverberationTime * rate))
        let most = cbrt(2e6 * 3 / (4 * Double.pi) * room.volume) / Room.speedOfSound - room.distance / Room.speedOfSound
        let wanted = imageDuration.isNaN ? 0.05 : max(0, imageDuration)
        let images = max(0, min(Double(count) / rate, wanted, most))
        var response = [Double](repeating: 0, count: count)
        Reflections(room, sampleRate: rate, duration: images).add(to: &response)
        Self.continue(&response, in: room, rate: rate, from: images, using: &generator)
        samples = response.map(Float.init)
        self.sampleRate = sampleRate
        convolution = Convolution(samples)
    }

    /// The sound as it would be heard in the room: as many samples, the direct sound in its place, what rings on after the end
    /// left out, and as loud as before (`activePower(of:sampleRate:)`).
    public func applied(to samples: [Float]) -> [Float] {
        guard !samples.isEmpty else { return [] }
        var output = Array(convolution.applied(to: samples).prefix(samples.count))
        let before = activePower(of: samples.boundedSamples, sampleRate: sampleRate)
        let after = activePower(of: output, sampleRate: sampleRate)
        guard before > 0, after > 0 else { return output }
        let gain = Float((before / after).squareRoot())
        for index in output.indices { output[index] *= gain }
        return output
    }

    /// Fades the images out and decaying noise in.
    private static func `continue`(
        _ response: inout [Double], in room: Room, rate: Double, from images: Double, using generator: inout SeededGenerator
    ) {
        let direct = room.distance / Room.speedOfSound
        // Images of amplitude d₀/d arrive 4πc³t²/V times a second, so that their energy is 4πc·d₀²/V a second.
        let density = 4 * Double.pi * Room.speedOfSound * room.distance * room.distance / (room.volume * rate)
        let decay = exp(-3 * log(10) / (room.reverberationTime * rate))
        var level = density.squareRoot() * pow(decay, direct * rate)
        let fade = 0.4 * images
        for index in response.indices {
            let share = fade > 0 ? min(1, max(0, (Double(index) / rate - images + fade) / fade)) : (index > 0 ? 1 : 0)
            if index > 0, share > 0 {
                // Powers add up to 1 during the fade.
                response[index] *= (1 - share).squareRoot()
                response[index] += share.squareRoot() * level * Double(generator.nextNormal())
            }
            level *= decay
        }
    }
}
