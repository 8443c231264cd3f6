import Foundation
import Testing
import TestSupport
import UndertoneAudio
import UndertoneFeatures

struct ShapeTests {
    private struct Golden: Decodable {
        var signal: GoldenSignal
        var transformLength: Int
        var names: [String]
        var frameCount: Int
        var frames: [Int]
        var values: [[Double]]
    }

    private func computer(
        transformLength: Int = 512, change: (inout DescriptorOptions) -> Void = { _ in }
    ) throws -> DescriptorComputer {
        var options = DescriptorOptions(groups: [.shape])
        options.frames.windowLength = transformLength
        options.frames.transformLength = transformLength
        change(&options)
        return try DescriptorComputer(options)
    }

    /// A voice at about −20 dBFS, whose spectrum reaches from its pitch to half the sample rate.
    private func voice() -> [Float] {
        let noise = Synthetic.noise(duration: 0.4, amplitude: 0.05).samples
        return noise.indices.map { n in
            let t = Double(n) / 16000
            let harmonics = (1..<30).reduce(0) { $0 + 0.1 / Double($1) * sin(2 * .pi * (170 + 40 * t) * Double($1) * t) }
            return Float(harmonics) + noise[n]
        }
    }

    @Test func `every column agrees with a plain reading of its definition`() throws {
        let url = try #require(Bundle.module.url(forResource: "shape", withExtension: "jsonl", subdirectory: "Golden"))
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
        #expect(lines.count == 6)
        for line in lines {
            let golden = try JSONDecoder().decode(Golden.self, from: Data(line.utf8))
            let matrix = try computer(transformLength: golden.transformLength).matrix(of: golden.signal.samples)
            #expect(matrix.names == golden.names)
            #expect(matrix.rowCount == golden.frameCount)
            for (frame, expected) in zip(golden.frames, golden.values) {
                for (column, value) in expected.enumerated() {
                    // Sums of Floats in decibels and octaves; a mel band's or valley's power may be tiny beside the frame's,
                    // whose rounding it carries.
                    let bound = 1e-3 * max(1, abs(value))
                    #expect(
                        abs(Double(matrix[frame, column]) - value) <= bound,
                        """
                        \(golden.signal) \(golden.transformLength) \(golden.names[column]) frame \(frame): \
                        \(matrix[frame, column]), not \(value)
                        """)
                }
            }
        }
    }

    @Test func `gain moves the level and the valleys by its decibels and nothing else`() throws {
        let samples = voice()
        let computer = try computer()
        let before = computer.matrix(of: samples)
        let after = computer.matrix(of: samples.map { $0 * 2 })
        let shift = Float(20 * log10(2.0))
        for row in 0..<before.rowCount {
            for (column, name) in before.names.enumerated() {
                let moves = name == "shape_level" || name.hasPrefix("shape_valley")
                // The floor does not move with the gain: it is far below this signal's noise, −31 dB.
                let difference = after[row, column] - before[row, column] - (moves ? shift : 0)
                #expect(abs(difference) < 0.05, "\(name) frame \(row): \(difference)")
            }
        }
    }

    @Test func `a stream gives the bits of the whole signal however it is cut`() throws {
        let computer = try computer(transformLength: 1024)
        let samples = voice()
        let whole = computer.matrix(of: samples).values.map(\.bitPattern)
        var generator = SeededGenerator(seed: 5)
        for largest in [1, 170, 900, 3000] {
            var driver = try computer.online()
            var values: [Float] = []
            var position = 0
            while position < samples.count {
                let end = min(samples.count, position + Int.random(in: 1...largest, using: &generator))
                values += driver.accept(samples[position..<end]).values
                position = end
            }
            values += driver.finish().values
            #expect(values.map(\.bitPattern) == whole)
        }
    }

    @Test(arguments: FeatureConvention.allCases)
    func `silence has the floor's shape`(convention: FeatureConvention) throws {
        let options = DescriptorOptions(groups: [.shape], convention: convention)
        let matrix = try DescriptorComputer(options).matrix(of: [Float](repeating: 0, count: 3000))
        #expect(matrix.rowCount > 0)
        #expect(matrix.values.allSatisfy { $0.isFinite })
        let row = matrix.row(matrix.rowCount / 2)
        let values = Dictionary(uniqueKeysWithValues: zip(matrix.names, row))
        // White noise: 159 of the 256 bins' share of −80 dB, flat, its centroid in the middle of the band.
        #expect(abs((values["shape_level"] ?? 0) - (-80 + 10 * log10(159 / 256))) < 0.01)
        #expect(abs(exp2(values["shape_centroid"] ?? 0) - 2531.25) < 20)
        for name in [
            "flatness", "flux", "slope_low", "slope_mid", "slope_high", "hammarberg", "mel_flux", "contrast_0", "contrast_5",
        ] {
            #expect(abs(values["shape_" + name] ?? .nan) < 1e-3, "\(name)")
        }
        #expect(abs((values["shape_valley_3"] ?? 0) + 80) < 0.01)
    }

    @Test func `what lies above the band changes nothing beyond the window's leakage`() throws {
        let samples = voice()
        let computer = try computer(transformLength: 1024)
        let before = computer.matrix(of: samples)
        // Faded in and out, so that its own edges do not spread over the spectrum.
        let after = computer.matrix(
            of: samples.indices.map { n in
                let fade = sin(.pi * Double(n) / Double(samples.count))
                return samples[n] + Float(0.2 * fade * fade * sin(2 * .pi * 6500 * Double(n) / 16000))
            })
        for row in 0..<before.rowCount {
            for (column, name) in before.names.enumerated() {
                let difference = abs(after[row, column] - before[row, column])
                #expect(difference < 0.02 * max(1, abs(before[row, column])), "\(name) frame \(row): \(difference)")
            }
        }
    }

    @Test func `a sine is at its own place`() throws {
        let matrix = try computer().matrix(of: Synthetic.sine(frequency: 750, duration: 0.4, amplitude: 0.1).samples)
        let row = Dictionary(uniqueKeysWithValues: zip(matrix.names, matrix.row(20)))
        // 0.1²/2 is −23.01 dB; its main lobe lies within the band.
        #expect(abs((row["shape_level"] ?? 0) + 23.01) < 0.02)
        #expect(row["shape_rolloff_50"] == Float(log2(750.0)))
        #expect(abs((row["shape_low_centroid_1000"] ?? 0) - Float(log2(751.0))) < 1e-3)
        #expect((row["shape_alpha_ratio"] ?? 0) > 60)
        #expect((row["shape_flux"] ?? 1) < 1e-2)
    }

    @Test func `impossible options are refused with a sentence`() {
        func refusal(_ change: (inout DescriptorOptions) -> Void) -> String? {
            do {
                _ = try computer(change: change)
                return nil
            } catch { return "\(error)" }
        }
        #expect(refusal { _ in } == nil)
        #expect(
            refusal { $0.frames.sampleRate = 8000 }
                == "The feature option shape.maximumFrequency is 5000.0; it must be from 60.0 to 4000.0.")
        #expect(
            refusal { $0.shape.slopeEdges = [60, 1500, 500, 5000] }
                == "The feature option shape.slopeEdges is [60.0, 1500.0, 500.0, 5000.0]; it must be rising.")
        #expect(refusal { $0.shape.floor = .nan } != nil)
        #expect(refusal { $0.shape.contrastEdges = [60] } != nil)
        #expect(refusal { $0.shape.rollOffShares = [0.5, 0.501] } != nil)
        #expect(refusal { $0.shape.melBands = 0 } != nil)
    }

    @Test func `narrow bands, short transforms and other rates have finite values`() throws {
        for (rate, length) in [(16000, 128), (16000, 32), (44100, 1024), (96000, 256)] {
            let computer = try computer(transformLength: length) { $0.frames.sampleRate = rate }
            #expect(computer.matrix(of: voice()).values.allSatisfy { $0.isFinite })
        }
        let computer = try computer {
            $0.shape = ShapeOptions(
                minimumFrequency: 990, maximumFrequency: 1010, lowCentroidLimits: [1000], slopeEdges: [991, 992, 993, 994],
                alphaRatioSplit: 1000, hammarbergSplit: 1005, contrastEdges: [992, 995, 1010])
        }
        #expect(computer.matrix(of: voice()).values.allSatisfy { $0.isFinite })
    }

    @Test func `the speech recipe has 685 features that gain does not move`() throws {
        let extractor = try FeatureExtractor(.speech)
        #expect(extractor.functionalNames.count == 685)
        let samples = voice()
        #expect(try JSONDecoder().decode(FeatureRecipe.self, from: FeatureRecipe.speech.canonicalJSON()) == .speech)
        let before = try extractor.functionals(of: Signal(samples: samples, sampleRate: 16000))
        let after = try extractor.functionals(of: Signal(samples: samples.map { $0 * 0.25 }, sampleRate: 16000))
        #expect(before.allSatisfy { $0.isFinite })
        // A power of two scales every sample exactly, and the level normalisation undoes it to the last place.
        for (index, name) in extractor.functionalNames.enumerated() {
            #expect(abs(before[index] - after[index]) <= 1e-3 * max(1, abs(before[index])), "\(name)")
        }
    }
}
