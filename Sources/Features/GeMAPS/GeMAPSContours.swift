import Foundation

/// The descriptors of a recording, one contour each, before any smoothing: what the functionals sum up.
struct GeMAPSContours: Hashable, Sendable {
    // Of the 20 ms frames.
    var loudness: [Float] = []
    /// Alpha ratio, Hammarberg index, slopes 0–500 and 500–1500 Hz, flux, and mfcc 1–4.
    var spectral: [[Float]] = .init(repeating: [], count: 9)
    /// Frequencies and bandwidths of F1, F2 and F3.
    var formantFrequencies: [[Float]] = .init(repeating: [], count: 3)
    var formantBandwidths: [[Float]] = .init(repeating: [], count: 3)
    /// The sum of the frames' mean squares.
    private(set) var energy = 0.0

    // Of the 60 ms frames.
    /// How many of the last ones had their pitch open until it was known that none follows.
    var openCount = 0
    /// Semitones above 27.5 Hz; 0 where unvoiced.
    var semitones: [Float] = []
    /// Jitter, shimmer, harmonics-to-noise ratio, H1–H2 and H1–A3; 0 where there is none.
    var voice: [[Float]] = .init(repeating: [], count: 5)
    var formantAmplitudes: [[Float]] = .init(repeating: [], count: 3)

    mutating func append(_ frame: GeMAPSSpectralFrame) {
        loudness.append(frame.loudness)
        spectral[0].append(frame.alphaRatio)
        spectral[1].append(frame.hammarbergIndex)
        spectral[2].append(frame.slope0to500)
        spectral[3].append(frame.slope500to1500)
        spectral[4].append(frame.spectralFlux)
        for index in 0..<4 { spectral[5 + index].append(frame.mfcc[index]) }
        for index in 0..<3 {
            formantFrequencies[index].append(frame.formantFrequencies[index])
            formantBandwidths[index].append(frame.formantBandwidths[index])
        }
        energy += Double(frame.rootMeanSquare) * Double(frame.rootMeanSquare)
    }

    mutating func append(_ frame: GeMAPSVoiceFrame) {
        semitones.append(Self.semitones(of: frame.fundamentalFrequency))
        voice[0].append(frame.jitter)
        voice[1].append(frame.shimmer)
        voice[2].append(frame.harmonicsToNoise)
        voice[3].append(frame.h1h2)
        voice[4].append(frame.h1a3)
        for index in 0..<3 { formantAmplitudes[index].append(frame.formantAmplitudes[index]) }
    }

    mutating func append(_ frames: GeMAPSMeasurement.Frames) {
        for frame in frames.spectral { append(frame) }
        for frame in frames.voice { append(frame) }
        openCount = frames.openCount
    }

    /// Semitones above 27.5 Hz (the note A0); 0 for no frequency.
    static func semitones(of frequency: Float) -> Float {
        frequency > 27.5 ? 12 * log2(frequency / 27.5) : 0
    }
}
