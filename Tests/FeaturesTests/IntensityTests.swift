import Foundation
import TestSupport
import Testing
import UndertoneAudio
import UndertoneFeatures

struct IntensityTests {
    private let computer: IntensityComputer

    init() throws {
        computer = try IntensityComputer(sampleRate: 16000)
    }

    @Test("a sine has the level of its mean square, and gain adds its decibels")
    func sine() {
        let samples = Synthetic.sine(frequency: 440, duration: 1).samples
        let decibels = computer.decibels(of: samples)
        #expect(decibels.count == 101)
        let expected = Float(10 * log10(0.125 / 4e-10))
        // Away from the ends, where whole windows see a smooth curve.
        for value in decibels[10..<90] { #expect(abs(value - expected) < 0.01) }
        for (a, b) in zip(decibels, computer.decibels(of: samples.map { $0 / 10 })) { #expect(abs(a - b - 20) < 0.001) }
    }

    @Test("an offset is not sound unless asked for")
    func offset() throws {
        let constant = [Float](repeating: 0.1, count: 8000)
        #expect(computer.decibels(of: constant).allSatisfy { $0 == IntensityComputer.silence })
        let keeping = try IntensityComputer(IntensityOptions(removesMean: false), sampleRate: 16000)
        #expect(keeping.decibels(of: constant).allSatisfy { abs($0 - Float(10 * log10(0.01 / 4e-10))) < 0.001 })
    }

    @Test("any input gives finite values")
    func anyInput() throws {
        #expect(computer.decibels(of: []).isEmpty)
        #expect(computer.decibels(of: [0]) == [IntensityComputer.silence])
        let noise = Synthetic.noise(duration: 0.05).samples
        for input in [[.nan], noise, noise.map { $0 * 1e38 }, noise.map { $0 > 0.4 ? .infinity : $0 }] {
            for alignment in TrackAlignment.allCases {
                let computer = try IntensityComputer(IntensityOptions(alignment: alignment), sampleRate: 16000)
                let decibels = computer.decibels(of: input)
                #expect(!decibels.isEmpty && decibels.allSatisfy { $0.isFinite })
            }
        }
    }

    @Test("a stream gives the bits of the whole however it is cut", arguments: TrackAlignment.allCases)
    func chunks(alignment: TrackAlignment) throws {
        let samples = Synthetic.noise(duration: 0.6).samples
        for step in [0.01, 0.0131, 0.2] {
            let computer = try IntensityComputer(IntensityOptions(alignment: alignment, timeStep: step), sampleRate: 16000)
            let whole = computer.decibels(of: samples)
            var generator = SeededGenerator(seed: 5)
            for largest in [1, 7, 161, 20000] {
                var driver = computer.online()
                var values: [Float] = []
                var position = 0
                while position < samples.count {
                    let end = min(samples.count, position + Int.random(in: 0...largest, using: &generator))
                    values += driver.accept(Array(samples[position..<end]))
                    position = end
                }
                #expect(values + driver.finish() == whole)
            }
        }
    }

    @Test("frames centred in the file stand where Praat puts them")
    func placement() throws {
        // As parselmouth 0.4.7 (Praat 6.1.38) gives them for a lowest pitch of 75 Hz and a step of 0.01 s.
        let computer = try IntensityComputer(IntensityOptions(alignment: .centredInFile, floor: 75), sampleRate: 16000)
        for (samples, count, first) in [(1600, 2, 0.045), (16000, 92, 0.045), (20007, 117, 0.04521875)] {
            #expect(computer.decibels(of: [Float](repeating: 0, count: samples)).count == count)
            #expect(abs(computer.firstTime(sampleCount: samples) - first) < 1e-9)
        }
    }
}
