import Foundation
import TestSupport
import Testing
import UndertoneAudio

struct CodecTests {
    /// A voice that a telephone carries: harmonics of 150 Hz with formants near 500, 1500 and 2500 Hz, in syllables.
    static func voice(rate: Int = 16000, seconds: Double = 1.5, frequency: Double = 150) -> [Float] {
        (0..<Int(seconds * Double(rate))).map { index in
            let time = Double(index) / Double(rate)
            let sum = stride(from: 1.0, through: 20, by: 1).reduce(0.0) { sum, harmonic in
                let place = harmonic * frequency
                guard place < Double(rate) / 2 else { return sum }
                let strength = [500.0, 1500, 2500].reduce(0.02) { $0 + exp(-pow((place - $1) / 150, 2)) }
                return sum + strength * sin(2 * Double.pi * place * time + harmonic * harmonic)
            }
            return Float(0.1 * sum * pow(sin(Double.pi * 4 * time), 2))
        }
    }

    /// The shift, in samples, at which one sound is most like the other, found among ±200.
    static func lag(_ found: [Float], behind original: [Float]) -> Int {
        func product(_ lag: Int) -> Double {
            original.indices.reduce(0.0) { sum, index in
                found.indices.contains(index + lag) ? sum + Double(original[index]) * Double(found[index + lag]) : sum
            }
        }
        return (-200...200).max { product($0) < product($1) } ?? .max
    }

    @Test(arguments: TelephoneCodec.allCases)
    func `a telephone keeps time, length and what is said`(_ codec: TelephoneCodec) throws {
        let voice = Self.voice()
        let heard = try codec.transmitted(voice, sampleRate: 16000)
        #expect(heard.count == voice.count)
        #expect(heard.allSatisfy { $0.isFinite })
        #expect(abs(Self.lag(heard, behind: voice)) <= 1)
        let likeness = zip(heard, voice).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
            / (heard.reduce(0.0) { $0 + Double($1) * Double($1) } * voice.reduce(0.0) { $0 + Double($1) * Double($1) })
            .squareRoot()
        #expect(likeness > 0.8, "\(likeness)")
        // A codec that changed nothing would be none.
        #expect(likeness < 0.99999)
    }

    @Test(arguments: TelephoneCodec.allCases) func `a telephone lets only its band through`(_ codec: TelephoneCodec) throws {
        func level(_ frequency: Double) throws -> Double {
            let tone = Synthetic.sine(frequency: frequency, duration: 1).samples
            let heard = try codec.transmitted(tone, sampleRate: 16000)
            // The tone itself, and not what a codec adds.
            let (sine, cosine) = heard.indices[4000..<12000].reduce((0.0, 0.0)) { sums, index in
                let phase = 2 * Double.pi * frequency * Double(index) / 16000
                return (sums.0 + Double(heard[index]) * sin(phase), sums.1 + Double(heard[index]) * cos(phase))
            }
            return 20 * log10((sine * sine + cosine * cosine).squareRoot() / 4000 / 0.5 + 1e-9)
        }
        #expect(abs(try level(1000)) < 2)
        #expect(try level(100) < -25)
        #expect(try level(5000) < -25)
    }

    @Test(arguments: TelephoneCodec.allCases, [1000, 8000, 11025, 44100])
    func `any rate and any samples go through a telephone`(_ codec: TelephoneCodec, _ rate: Int) throws {
        for samples: [Float] in [
            [], [0.5], [Float](repeating: 0, count: 20), [.nan, .infinity, -.infinity, 3e38], [Float](repeating: 1, count: 777),
        ] {
            let heard = try codec.transmitted(samples, sampleRate: rate)
            #expect(heard.count == samples.count)
            #expect(heard.allSatisfy { $0.isFinite })
        }
    }

    @Test func `μ-law is accurate to its steps`() throws {
        let samples = (0..<8000).map { Float(sin(Double($0) * 0.7)) * 0.9 }
        for (found, original) in zip(try TelephoneCodec.muLaw.roundTrip(samples), samples) {
            // Sixteen steps to each doubling, and half of one is the error; 33/8159 is where the scale becomes linear.
            #expect(abs(found - original) <= (abs(original) + 33 / 8159) / 32 + 1e-4)
        }
    }
}
