import Foundation
import TestSupport
import Testing
import UndertoneAudio
import UndertonePictures

@Suite struct TracesTests {
    private func measured(_ signal: Signal, chunk: Int) throws -> RecordingTraces {
        var tracer = try OnlineTraces(sampleRate: signal.sampleRate)
        for start in stride(from: 0, to: signal.samples.count, by: chunk) {
            tracer.accept(Array(signal.samples[start..<min(signal.samples.count, start + chunk)]))
        }
        return tracer.finish()
    }

    /// A pulse train whose pitch and level move, between pauses.
    private var voice: Signal {
        var phase = 0.0
        let samples = (0..<32000).map { index -> Float in
            let time = Double(index) / 16000
            phase += (150 + 30 * sin(3 * time)) / 16000
            return index % 9000 < 2000 ? 0 : Float(0.5 * pow(max(0, cos(2 * .pi * phase)), 8))
        }
        return Signal(samples: samples, sampleRate: 16000)
    }

    @Test func `however the samples are cut, the traces are the same`() throws {
        let whole = try RecordingTraces(voice)
        // Not-a-number compares with nothing, so values are compared by their bits.
        func bits(_ track: Track) -> [UInt32] { track.values.map(\.bitPattern) }
        for chunk in [1, 7, 160, 4999] {
            let parts = try measured(voice, chunk: chunk)
            #expect(parts.envelope == whole.envelope)
            #expect(parts.spectrogram.count == whole.spectrogram.count)
            #expect((0..<whole.spectrogram.count).allSatisfy { parts.spectrogram.power($0) == whole.spectrogram.power($0) })
            #expect(bits(parts.pitch) == bits(whole.pitch))
            #expect(bits(parts.intensity) == bits(whole.intensity))
            #expect(parts.formants.map(bits) == whole.formants.map(bits))
        }
        #expect(whole.pitch.extremes?.lowerBound ?? 0 > 110)
        #expect(whole.pitch.extremes?.upperBound ?? 0 < 190)
    }

    @Test func `an envelope holds the true extremes of every stretch`() {
        let samples = Synthetic.noise(duration: 3).samples
        var envelope = Envelope()
        envelope.accept(samples)
        #expect(envelope.sampleCount == samples.count)
        #expect(envelope.count <= 8192)
        for index in 0..<envelope.count {
            let stretch = samples[index * envelope.stretchLength..<min(samples.count, (index + 1) * envelope.stretchLength)]
            #expect(envelope.minima[index] == stretch.min())
            #expect(envelope.maxima[index] == stretch.max())
        }
    }

    @Test func `a tone's power lies at its frequency, at the beginning as at the end`() throws {
        // 40 s: the stretches have been doubled several times over.
        let tone = try RecordingTraces(Synthetic.sine(frequency: 2000, duration: 40)).spectrogram
        let hertz = Double(tone.sampleRate) / 2 / Double(tone.binCount - 1)
        for index in [1, tone.count / 2, tone.count - 2] {
            let power = tone.power(index)
            let loudest = power.indices.max { power[$0] < power[$1] } ?? 0
            #expect(abs(Double(loudest) * hertz - 2000) <= hertz)
            // Doubling keeps the mean: the tone is as strong everywhere, but for its phase within a frame.
            #expect(abs(power[loudest] / tone.power(tone.count / 3)[loudest] - 1) < 0.05)
        }
        #expect(abs(Double(tone.count) * tone.stretchDuration - 40) < 2 * tone.stretchDuration)
    }

    @Test func `memory is bounded: twenty minutes have no more stretches than a sentence`() throws {
        var tracer = try OnlineTraces(sampleRate: 1000)
        let block = Synthetic.noise(duration: 10, sampleRate: 1000).samples
        for _ in 0..<120 { tracer.accept(block) }
        let traces = tracer.finish()
        #expect(traces.duration == 1200)
        #expect(traces.spectrogram.count <= 4096)
        #expect(traces.envelope.count <= 8192)
        #expect(traces.formants.isEmpty)
    }

    @Test(arguments: [0, 1, 2, 15, 16, 17, 800])
    func `silence of any length measures nothing, and is no error`(count: Int) throws {
        let traces = try RecordingTraces(Signal(samples: [Float](repeating: 0, count: count), sampleRate: 16000))
        #expect(traces.duration == Double(count) / 16000)
        #expect(traces.pitch.extremes == nil)
        #expect(traces.intensity.extremes == nil)
        #expect(traces.envelope.peak == 0)
        #expect((0..<traces.spectrogram.count).allSatisfy { traces.spectrogram.power($0).allSatisfy { $0 == 0 } })
    }

    @Test func `samples that are not finite count as zero`() throws {
        var broken = voice
        var mended = voice
        for index in stride(from: 0, to: 32000, by: 3001) {
            broken.samples[index] = [.nan, .infinity, -.infinity][index % 3]
            mended.samples[index] = 0
        }
        let (first, second) = (try RecordingTraces(broken), try RecordingTraces(mended))
        #expect(first.envelope == second.envelope)
        #expect(first.intensity.values.map(\.bitPattern) == second.intensity.values.map(\.bitPattern))
        #expect(first.spectrogram.power(500) == second.spectrogram.power(500))
    }

    @Test func `a recording keeps a low rate and loses a high one`() throws {
        let folder = try TemporaryFolder()
        for (rate, expected) in [(8000, 8000), (16000, 16000), (44100, 16000)] {
            let samples = Synthetic.noise(duration: 0.3, sampleRate: rate).samples.flatMap { [$0, -0.5 * $0] }
            let path = try SoundWriter.write(
                samples, sampleRate: rate, channelCount: 2, format: .wav16, to: folder.path("\(rate).wav"))
            let traces = try RecordingTraces(contentsOf: path)
            #expect(traces.sampleRate == expected)
            #expect(abs(traces.duration - 0.3) < 0.001)
        }
    }
}
