/// Feeds a `ProsodyComputer` with samples that arrive in pieces, in memory bounded by the pitch's `pathDelay`.
struct ProsodyStream: VoiceStream {
    private let names: [String]
    private var pitch: OnlinePitch
    private var intensity: OnlineIntensity
    /// Frames that wait for their other half.
    private var pitches: [PitchCandidate] = []
    private var intensities: [Float] = []

    init(_ computer: ProsodyComputer) {
        names = computer.frameNames
        pitch = computer.pitchTracker.online()
        intensity = computer.intensityComputer.online()
    }

    mutating func accept(_ samples: [Float]) -> FeatureMatrix {
        pitches += pitch.accept(samples)
        intensities += intensity.accept(samples)
        return ready()
    }

    mutating func finish() -> FeatureMatrix {
        pitches += pitch.finish()
        intensities += intensity.finish()
        return ready()
    }

    private mutating func ready() -> FeatureMatrix {
        let count = min(pitches.count, intensities.count)
        var values: [Float] = []
        values.reserveCapacity(count * names.count)
        for (point, level) in zip(pitches, intensities) {
            let isVoiced = point.frequency > 0
            let semitone = isVoiced ? Float(PitchContour.semitone(ofFrequency: Double(point.frequency))) : .nan
            values += [point.frequency, semitone, point.strength, level]
        }
        pitches.removeFirst(count)
        intensities.removeFirst(count)
        return FeatureMatrix(names: names, values: values)
    }
}
