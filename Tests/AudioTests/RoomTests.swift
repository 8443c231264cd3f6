import Foundation
import TestSupport
import Testing
import UndertoneAudio

struct RoomTests {
    private func response(
        _ room: Room, rate: Int = 16000, imageDuration: Double = 0.05, seed: UInt64 = 1
    ) -> RoomImpulseResponse {
        var generator = SeededGenerator(seed: seed)
        return RoomImpulseResponse(room, sampleRate: rate, imageDuration: imageDuration, using: &generator)
    }

    /// Schroeder (JASA 37, 1965): the energy that is still to come, in decibels, between −5 and −25, continued to −60.
    private func reverberationTime(of response: RoomImpulseResponse) -> Double {
        var energy = 0.0
        var left = response.samples.reversed().map { sample -> Double in
            energy += Double(sample) * Double(sample)
            return energy
        }
        left.reverse()
        let total = left[0]
        let start = left.firstIndex { $0 < total * pow(10, -0.5) } ?? 0
        let end = left.firstIndex { $0 < total * pow(10, -2.5) } ?? 0
        return 3 * Double(end - start) / Double(response.sampleRate)
    }

    @Test(arguments: [0.2, 0.4, 0.8, 1.5]) func `a room echoes for as long as asked`(_ seconds: Double) {
        let found = reverberationTime(of: response(Room(reverberationTime: seconds)))
        // Two points of a curve with the chance of some hundred reflections in it.
        #expect(abs(found / seconds - 1) < 0.12, "\(found) s")
    }

    @Test func `images alone decay as the images followed by noise do`() {
        let room = Room(reverberationTime: 0.25)
        let images = reverberationTime(of: response(room, imageDuration: 1))
        let both = reverberationTime(of: response(room))
        // Eyring's formula takes a diffuse field, which a shoebox has only nearly (Lehmann & Johansson 2008).
        #expect(abs(images / both - 1) < 0.3, "\(images) s and \(both) s")
    }

    @Test func `images continue into noise of the same energy`() {
        let room = Room(reverberationTime: 0.3)
        func energy(_ response: RoomImpulseResponse) -> Double {
            response.samples[640..<1600].reduce(0.0) { $0 + Double($1) * Double($1) }
        }
        let ratio = 10 * log10(energy(response(room, imageDuration: 1)) / energy(response(room, imageDuration: 0.02)))
        #expect(abs(ratio) < 2, "\(ratio) dB")
    }

    @Test func `the direct sound comes first, at sample 0, and is the loudest`() {
        let samples = response(Room()).samples
        #expect(abs(samples[0] - 1) < 0.05)
        #expect(samples.map(abs).max() == abs(samples[0]))
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20 {
            let room = Room.drawn(reverberationTime: generator.next() % 2 == 0 ? 0.2 : 0.8, using: &generator)
            #expect(abs(response(room).samples[0] - 1) < 0.3)
        }
    }

    /// Mouth and microphone are 1.6 and 1.2 m above the floor, and 1.0 and 1.4 m below the ceiling.
    @Test func `a reflection comes when geometry says and as weak as it says`() {
        let room = Room(reverberationTime: 0.1)
        let samples = response(room, rate: 48000, imageDuration: 0.02).samples
        let across = (1.2 * 1.2 + 0.8 * 0.8).squareRoot()
        let direct = (across * across + 0.4 * 0.4).squareRoot()
        let floor = (across * across + 2.8 * 2.8).squareRoot()
        let ceiling = (across * across + 2.4 * 2.4).squareRoot()
        for way in [floor, ceiling] {
            let position = Int(((way - direct) / 343 * 48000).rounded())
            let peak = (position - 1...position + 1).map { -samples[$0] }.max() ?? 0
            // The wall turns the sign and keeps a part; 1/distance does the rest.
            #expect(peak > 0.05 && Double(peak) < direct / way, "\(peak) at \(position)")
        }
    }

    @Test func `absorbing walls make a short room`() {
        let place = SIMD3(2.0, 1.5, 1.6)
        let other = SIMD3(3.0, 2.5, 1.2)
        let live = Room(size: [5, 4, 2.6], absorption: 0.1, source: place, microphone: other)
        let dead = Room(size: [5, 4, 2.6], absorption: 0.6, source: place, microphone: other)
        // Eyring: 0.161·V / (−S·ln(1 − α)).
        #expect(abs(live.reverberationTime - 0.161 * 52 / (86.8 * -log(0.9))) < 0.01)
        #expect(dead.reverberationTime < live.reverberationTime / 5)
    }

    @Test func `a sound in a room is as long, as loud, and in its place`() {
        var click = [Float](repeating: 0, count: 8000)
        click[3000] = 0.5
        let heard = response(Room()).applied(to: click)
        #expect(heard.count == 8000)
        #expect(heard[..<2990].allSatisfy { abs($0) < 1e-6 })
        #expect(heard.indices.max { abs(heard[$0]) < abs(heard[$1]) } == 3000)
        let speech = Synthetic.noise(duration: 1).samples
        let room = response(Room()).applied(to: speech)
        let change = 10 * log10(activePower(of: room, sampleRate: 16000) / activePower(of: speech, sampleRate: 16000))
        #expect(abs(change) < 0.01)
    }

    @Test func `rooms that cannot be are moved to the nearest that can`() {
        let nowhere = SIMD3(Double.nan, -3, .infinity)
        for room in [
            Room(size: nowhere, reverberationTime: .nan, source: nowhere, microphone: nowhere),
            Room(size: [1e9, 1e9, 1e9], reverberationTime: 1e9, source: [1e9, 0, 0], microphone: [0, 0, 0]),
            Room(size: [0, 0, 0], reverberationTime: -1, source: [0, 0, 0], microphone: [0, 0, 0]),
        ] {
            for duration in [0, 0.05, Double.infinity, .nan, -1] {
                let samples = response(room, rate: 1000, imageDuration: duration).samples
                #expect(!samples.isEmpty && samples.count <= 5000)
                #expect(samples.allSatisfy { $0.isFinite })
            }
        }
    }

    @Test(arguments: [(1, 1), (5, 3), (1000, 700), (5000, 900), (6000, 3500), (300, 20000)])
    func `convolution is the sum of products`(_ count: Int, _ length: Int) {
        let samples = Synthetic.noise(duration: Double(count) / 16000, seed: 1).samples
        let filter = Synthetic.noise(duration: Double(length) / 16000, seed: 2).samples
        var expected = [Double](repeating: 0, count: samples.count + filter.count - 1)
        for (index, sample) in samples.enumerated() {
            for (offset, tap) in filter.enumerated() { expected[index + offset] += Double(sample) * Double(tap) }
        }
        let found = Convolution(filter).applied(to: samples)
        #expect(found.count == expected.count)
        let error = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? 0
        // Float's rounding of sums up to some tens.
        #expect(error < 1e-5, "\(error)")
    }

    @Test func `convolution with nothing is nothing`() {
        #expect(Convolution([]).applied(to: [1, 2]).isEmpty)
        #expect(Convolution([1]).applied(to: []).isEmpty)
        #expect(Convolution([.nan, 1]).applied(to: [.infinity, 1]).allSatisfy { $0.isFinite })
    }
}
