import Testing
import TestSupport
import UndertoneAudio
import UndertoneFeatures

struct OnlineDescriptorsTests {
    private static func options(_ convention: FeatureConvention) -> DescriptorOptions {
        DescriptorOptions(
            groups: DescriptorGroup.allCases, convention: convention, deltas: DeltaOptions(convention: convention)
        ).streaming
    }

    private static let alignments: [FrameOptions.Alignment] = [
        .inside, .centred(.zero), .centred(.reflect), .centred(.edge), .kaldiMirrored,
    ]

    private func stream(_ computer: DescriptorComputer, _ samples: [Float], sizes: () -> Int) throws -> [UInt32] {
        var driver = try computer.online()
        var values: [Float] = []
        var position = 0
        while position < samples.count {
            let end = min(samples.count, position + sizes())
            values += driver.accept(samples[position..<end]).values
            position = end
        }
        values += driver.finish().values
        return values.map(\.bitPattern)
    }

    @Test(arguments: FeatureConvention.allCases)
    func `a stream gives the bits of the whole signal however it is cut`(convention: FeatureConvention) throws {
        let computer = try DescriptorComputer(Self.options(convention))
        let samples = Synthetic.noise(duration: 0.31).samples
        let whole = computer.matrix(of: samples).values.map(\.bitPattern)
        #expect(!whole.isEmpty)
        #expect(try stream(computer, samples) { 1 } == whole)
        #expect(try stream(computer, samples) { 100_000 } == whole)
        var generator = SeededGenerator(seed: 7)
        for largest in [3, 50, 400, 2000] {
            #expect(try stream(computer, samples) { Int.random(in: 0...largest, using: &generator) } == whole)
        }
    }

    @Test(arguments: alignments, [1, 2, 100, 399, 400, 401, 512, 1000])
    func `every alignment streams, short signals too`(alignment: FrameOptions.Alignment, count: Int) throws {
        var options = Self.options(.librosa)
        options.frames.alignment = alignment
        options.frames.windowLength = 400
        let computer = try DescriptorComputer(options)
        let samples = Array(Synthetic.noise(duration: 0.1).samples.prefix(count))
        let whole = computer.matrix(of: samples)
        #expect(whole.rowCount == options.frames.frameCount(sampleCount: count))
        #expect(whole.values.allSatisfy { $0.isFinite })
        #expect(try stream(computer, samples) { 1 } == whole.values.map(\.bitPattern))
        #expect(try stream(computer, samples) { 130 } == whole.values.map(\.bitPattern))
    }

    @Test func `a hop longer than the window streams`() throws {
        var options = Self.options(.htk)
        options.frames.hopLength = 1111
        let computer = try DescriptorComputer(options)
        let samples = Synthetic.noise(duration: 1).samples
        #expect(try stream(computer, samples) { 37 } == computer.matrix(of: samples).values.map(\.bitPattern))
    }

    @Test func `nothing in gives no rows`() throws {
        var driver = try DescriptorComputer(Self.options(.librosa)).online()
        #expect(driver.accept([]).rowCount == 0)
        #expect(driver.finish().rowCount == 0)
        #expect(driver.finish().names == driver.names)
    }

    @Test func `a stream is refused what needs the whole signal`() throws {
        let mel = try DescriptorComputer(DescriptorOptions(groups: [.logMel]))
        #expect(throws: FeatureOptionsError.wholeSignalOnly(field: "log.topDecibels")) { try mel.online() }
        let spectral = try DescriptorComputer(DescriptorOptions(groups: [.spectral]))
        #expect(throws: FeatureOptionsError.wholeSignalOnly(field: "spectral.contrastTopDecibels")) {
            try spectral.online()
        }
        // Chroma needs nothing of the kind.
        _ = try DescriptorComputer(DescriptorOptions(groups: [.chroma])).online()
    }

    @Test func `a row comes with its frame's last sample`() throws {
        let computer = try DescriptorComputer(DescriptorOptions(groups: [.mfcc], convention: .kaldi))
        var driver = try computer.online()
        let samples = Synthetic.noise(duration: 0.1).samples
        #expect(driver.accept(samples[..<399]).rowCount == 0)
        #expect(driver.accept(samples[399..<400]).rowCount == 1)
        #expect(driver.accept(samples[400..<559]).rowCount == 0)
        #expect(driver.accept(samples[559..<560]).rowCount == 1)
    }
}
