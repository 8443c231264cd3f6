import Foundation
import TestSupport
import Testing
import UndertoneAffect
import UndertoneAudio
import UndertonePictures

@Suite struct VoicePictureTests {
    static let labels: LabelSet = [.anger, .happiness, .neutral, .sadness]

    static func recording(
        _ signal: Signal, name: String = "voice.wav", segments: [(Double, Double)] = [(0, 2)]
    ) throws -> PicturedRecording {
        let probabilities = Probabilities(labels: labels, values: [0.1, 0.6, 0.2, 0.1])
        let timeline = EmotionTimeline(
            labels: labels, segments: segments.map { .init(start: $0.0, end: $0.1, probabilities: probabilities) },
            whole: segments.isEmpty ? nil : probabilities)
        return PicturedRecording(name: name, traces: try RecordingTraces(signal), emotions: timeline)
    }

    private func canvas(
        _ recordings: [PicturedRecording], theme: Theme = .light, width: Int = 800, height: Int = 600
    ) throws -> Canvas {
        let canvas = try Canvas(width: width, height: height, format: .png)
        try VoicePicture(recordings, theme: theme).draw(on: canvas)
        return canvas
    }

    private func colors(_ canvas: Canvas) -> [UInt32: Int] {
        var counts: [UInt32: Int] = [:]
        for y in 0..<canvas.height {
            for x in 0..<canvas.width { counts[canvas.pixel(x: x, y: y) ?? 0, default: 0] += 1 }
        }
        return counts
    }

    private func svg(_ recordings: [PicturedRecording]) throws -> String {
        String(decoding: try VoicePicture(recordings).encoded(as: .svg, width: 800, height: 600), as: UTF8.self)
    }

    @Test(arguments: Theme.allCases)
    func `a picture is opaque, and none of its panels is blank`(theme: Theme) throws {
        let canvas = try canvas([Self.recording(Synthetic.sine(frequency: 220, duration: 2))], theme: theme)
        let counts = colors(canvas)
        #expect(canvas.pixel(x: 0, y: 0) == (theme == .light ? 0xFFFFFF : 0x16181D))
        // Waveform, intensity and the widest band of emotion in their own colours, and a spectrogram of many.
        for color: UInt32 in theme == .light ? [0x3B5B8C, 0xF3B73B] : [0x8FB4EA, 0xF3B73B] {
            #expect(counts[color, default: 0] > 1000)
        }
        #expect(counts.count > 300)
    }

    @Test func `labels, units, names and answers stand in an SVG as text`() throws {
        let text = try svg([Self.recording(Synthetic.sine(frequency: 220, duration: 2), name: "a & b.wav")])
        for label in [
            "a &amp; b.wav", "2.0 s, happiness 60 %, neutral 20 %, anger 10 %", "Waveform", "Spectrogram (Hz)", "8000",
            "pitch (Hz, right)", "Intensity (dB)", "Expressed emotion (%)", "sadness", "Time (s)", "1.0", "happiness 60 %",
        ] {
            #expect(text.contains(">\(label)</text>"), "\(label)")
        }
    }

    @Test func `an axis ends at half of a low sample rate`() throws {
        let text = try svg([Self.recording(Synthetic.noise(duration: 1, sampleRate: 8000))])
        #expect(text.contains(">4000</text>"))
        #expect(!text.contains(">5000</text>"))
    }

    @Test func `two recordings share their scales, which reach as far as the larger of both`() throws {
        let text = try svg([
            Self.recording(Synthetic.noise(duration: 1, sampleRate: 8000), name: "low.wav", segments: [(0, 1)]),
            Self.recording(Synthetic.sine(frequency: 200, duration: 4), name: "long.wav", segments: [(0, 4)]),
        ])
        #expect(text.contains(">low.wav</text>") && text.contains(">long.wav</text>"))
        // Once for both columns, but times below each.
        #expect(text.components(separatedBy: ">8000</text>").count == 2)
        #expect(text.components(separatedBy: ">Time (s)</text>").count == 3)
        #expect(text.components(separatedBy: ">3</text>").count == 3)
    }

    @Test(arguments: [0, 1, 2, 100, 4800])
    func `silence, a single sample and no sample at all are drawn too`(count: Int) throws {
        let signal = Signal(samples: [Float](repeating: 0, count: count), sampleRate: 16000)
        for format in PictureFormat.allCases {
            let picture = try VoicePicture([Self.recording(signal, segments: [])])
            #expect(try !picture.encoded(as: format, width: 320, height: 320).isEmpty)
        }
        #expect(try svg([Self.recording(signal, segments: [])]).contains(">no sound</text>"))
    }

    @Test(arguments: [(320, 320), (320, 2000), (2000, 320), (400, 640)])
    func `any size is filled, for one recording and for two`(width: Int, height: Int) throws {
        let recording = try Self.recording(Synthetic.sine(frequency: 300, duration: 0.3), segments: [(0, 0.3)])
        for recordings in [[recording], [recording, recording]] {
            #expect(try colors(canvas(recordings, width: width, height: height)).count > 50)
        }
    }

    @Test func `extreme samples are drawn without an error`() throws {
        for value: Float in [1, 1e20, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .nan] {
            let samples = (0..<4000).map { $0.isMultiple(of: 50) ? value : -value }
            let recording = try Self.recording(Signal(samples: samples, sampleRate: 16000))
            #expect(try !VoicePicture([recording]).encoded(as: .png, width: 400, height: 400).isEmpty)
        }
    }

    @Test func `emotions of many segments, overlapping the end or out of bounds, are drawn`() throws {
        var segments: [(Double, Double)] = [(-5, -1), (-0.5, 0)]
        for index in 0..<2000 {
            let start = 0.01 * Double(index)
            segments.append((start, start + 0.01))
        }
        segments += [(20, 20), (20, 1e9)]
        let recording = try Self.recording(Synthetic.noise(duration: 20, sampleRate: 2000), segments: segments)
        #expect(try colors(canvas([recording]))[0xF3B73B, default: 0] > 1000)
    }

    @Test func `a picture of none or of three recordings is refused in a sentence`() throws {
        let recording = try Self.recording(Synthetic.noise(duration: 0.1))
        for recordings in [[], [recording, recording, recording]] {
            let error = #expect(throws: PictureError.self) { try VoicePicture(recordings) }
            #expect(error?.description == "A picture shows one or two recordings, not \(recordings.count).")
        }
    }
}
