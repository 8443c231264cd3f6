import Foundation
public import UndertoneFeatures

/// A plain measure of a voice, by which it is compared with others.
public enum VoiceMeasure: String, CaseIterable, Codable, Hashable, Sendable {
    case pitch
    case pitchRange = "pitch_range"
    case speechRate = "speech_rate"
    case pauseShare = "pause_share"
    case levelVariation = "level_variation"
    case voicedShare = "voiced_share"
    case brightness

    /// The unit of values and of their means.
    public var unit: String {
        switch self {
        case .pitch: "Hz"
        case .pitchRange: "semitones"
        case .speechRate: "syllables/s"
        case .levelVariation, .brightness: "dB"
        case .pauseShare, .voicedShare: "share"
        }
    }

    /// The measure in a voice, or nil where it is not defined.
    public func value(in voice: VoiceSummary) -> Double? {
        let value =
            switch self {
            case .pitch: voice.medianPitch.flatMap { $0 > 0 ? $0 : nil }
            case .pitchRange: voice.pitchRange
            case .speechRate: voice.speechRate
            case .pauseShare: voice.pauseShare
            case .levelVariation: voice.intensityVariation
            case .voicedShare: voice.voicedShare
            case .brightness: voice.alphaRatio
            }
        return value.flatMap { $0.isFinite ? $0 : nil }
    }

    /// A value on the scale on which differences are heard, averaged and divided: for pitch, semitones.
    func scaled(_ value: Double) -> Double {
        self == .pitch ? 12 * log2(value) : value
    }

    /// Whether a listener would hear a value differ from another: by a semitone, a twentieth of the tempo (Quené 2007, "On
    /// the just noticeable difference for tempo in speech", Journal of Phonetics 35), a twentieth of the time, or a decibel.
    func isAudible(_ value: Double, beside other: Double) -> Bool {
        switch self {
        case .pitch: abs(scaled(value) - scaled(other)) >= 1
        case .pitchRange, .levelVariation, .brightness: abs(value - other) >= 1
        case .speechRate: abs(value - other) >= 0.05 * abs(other)
        case .pauseShare, .voicedShare: abs(value - other) >= 0.05
        }
    }

    func unscaled(_ value: Double) -> Double {
        self == .pitch ? exp2(value / 12) : value
    }
}
