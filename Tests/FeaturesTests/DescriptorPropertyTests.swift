import Foundation
import Testing
import TestSupport
import UndertoneAudio
import UndertoneFeatures

struct DescriptorPropertyTests {
    private static let all = DescriptorGroup.allCases

    private func computer(
        _ groups: [DescriptorGroup], _ convention: FeatureConvention = .librosa,
        change: (inout DescriptorOptions) -> Void = { _ in }
    ) throws -> DescriptorComputer {
        var options = DescriptorOptions(groups: groups, convention: convention)
        change(&options)
        return try DescriptorComputer(options)
    }

    @Test func `gain moves log-mel by its decibels and leaves the shape`() throws {
        let samples = Synthetic.noise(duration: 0.5, amplitude: 0.3).samples
        let computer = try computer([.logMel, .spectral, .chroma])
        let before = computer.matrix(of: samples)
        let after = computer.matrix(of: samples.map { $0 * 3 })
        let shift = Float(20 * log10(3.0))
        // Tolerances: a few units in the last place of numbers near 50 dB and near 4000 Hz.
        for row in 0..<before.rowCount {
            for column in 0..<128 { #expect(abs(after[row, column] - before[row, column] - shift) < 1e-4) }
            for name in ["spectral_centroid", "spectral_bandwidth", "spectral_rolloff", "chroma_4"] {
                let column = try #require(before.names.firstIndex(of: name))
                #expect(abs(after[row, column] - before[row, column]) <= 1e-4 * max(1, before[row, column]))
            }
        }
    }

    @Test(arguments: FeatureConvention.allCases)
    func `silence and an impulse have finite values`(convention: FeatureConvention) throws {
        let computer = try computer(Self.all, convention)
        for samples in [
            [Float](repeating: 0, count: 4000), [1] + [Float](repeating: 0, count: 3999),
            [Float](repeating: 1e-30, count: 4000), [Float](repeating: .leastNonzeroMagnitude, count: 4000),
            [Float](repeating: 1, count: 4000), (0..<4000).map { $0 % 2 == 0 ? 1 : -1 },
        ] {
            let matrix = computer.matrix(of: samples)
            #expect(matrix.rowCount > 0)
            #expect(matrix.values.allSatisfy { $0.isFinite })
        }
    }

    @Test func `silence is at the floor`() throws {
        let matrix = try computer([.logMel, .energy, .zeroCrossingRate, .chroma]).matrix(
            of: [Float](repeating: 0, count: 1600))
        for row in 0..<matrix.rowCount {
            for column in 0..<128 { #expect(abs(matrix[row, column] + 100) < 1e-4) }
            #expect(matrix.row(row).dropFirst(128).allSatisfy { $0 == 0 })
        }
    }

    @Test func `no log-mel value lies more than the limit below the largest`() throws {
        let samples = Synthetic.sine(frequency: 440, duration: 0.3).samples + [Float](repeating: 0, count: 2000)
        let limited = try computer([.logMel]).matrix(of: samples)
        let free = try computer([.logMel]) { $0.log.topDecibels = nil }.matrix(of: samples)
        let top = try #require(free.values.max())
        #expect(limited.values == free.values.map { max($0, top - 80) })
        #expect(free.values.contains { $0 < top - 80 })
    }

    @Test func `a sine's centroid, roll-off and loudness are its own`() throws {
        // 1 kHz is bin 32 of 512 at 16 kHz; frames at the ends see the sine's edge.
        let matrix = try computer([.spectral, .energy, .zeroCrossingRate]).matrix(
            of: Synthetic.sine(frequency: 1000, duration: 0.5).samples)
        for row in 4..<matrix.rowCount - 4 {
            #expect(abs(matrix[row, 0] - 1000) < 1)
            #expect(matrix[row, 2] == 1031.25)
            #expect(abs(matrix[row, matrix.columnCount - 2] - 0.5 / Float(2).squareRoot()) < 1e-3)
            #expect(abs(matrix[row, matrix.columnCount - 1] - 0.125) < 0.005)
        }
    }

    @Test func `flux is zero while nothing changes`() throws {
        // The sine's period divides the hop, so every whole frame is the same.
        let matrix = try computer([.spectral]).matrix(of: Synthetic.sine(frequency: 1000, duration: 0.3).samples)
        let flux = matrix.columnCount - 1
        #expect(matrix[0, flux] == 0)
        #expect((5..<matrix.rowCount - 5).allSatisfy { matrix[$0, flux] < 1e-3 })
    }

    @Test func `descriptors asked for together are those asked for alone`() throws {
        let samples = Synthetic.noise(duration: 0.2).samples
        let together = try computer(Self.all)
        let matrix = together.matrix(of: samples)
        for group in Self.all {
            let alone = try computer([group]).matrix(of: samples)
            let columns = try #require(together.columns(of: group))
            #expect(Array(matrix.names[columns]) == alone.names)
            for row in 0..<matrix.rowCount { #expect(columns.map { matrix[row, $0] } == Array(alone.row(row))) }
        }
    }

    @Test func `frame counts follow the conventions`() throws {
        for count in [0, 1, 159, 160, 161, 399, 400, 559, 560, 16000] {
            let samples = [Float](repeating: 0.1, count: count)
            let librosa = try computer([.energy]).matrix(of: samples).rowCount
            let kaldi = try computer([.energy], .kaldi).matrix(of: samples).rowCount
            let htk = try computer([.energy], .htk).matrix(of: samples).rowCount
            let mirrored = try computer([.energy], .kaldi) { $0.frames.alignment = .kaldiMirrored }.matrix(of: samples).rowCount
            #expect(librosa == (count == 0 ? 0 : 1 + count / 160))
            #expect(kaldi == (count < 400 ? 0 : 1 + (count - 400) / 160))
            #expect(htk == kaldi)
            #expect(mirrored == (count == 0 ? 0 : (count + 80) / 160))
        }
    }

    @Test func `a signal at another rate is refused`() throws {
        let signal = Signal(samples: [0], sampleRate: 8000)
        let computer = try computer([.mfcc])
        #expect(throws: FeatureOptionsError.sampleRate(signal: 8000, options: 16000)) { try computer.matrix(of: signal) }
    }

    @Test func `other rates and lengths work too`() throws {
        for rate in [8000, 11025, 22050, 44100, 48000] {
            for convention in FeatureConvention.allCases {
                var options = DescriptorOptions(groups: [.mfcc, .chroma, .energy], convention: convention, sampleRate: rate)
                options.mel.bands = 41
                let matrix = try DescriptorComputer(options).matrix(
                    of: Synthetic.noise(duration: 0.2, sampleRate: rate))
                #expect(matrix.rowCount > 10)
                #expect(matrix.values.allSatisfy { $0.isFinite })
            }
        }
    }
}
