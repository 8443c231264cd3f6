/// Feeds a `GeMAPSComputer` with samples that arrive in pieces, in memory bounded by the pitch path's look-ahead.
///
/// There is one row more than there are frames of 60 ms, as openSMILE prints it: its last row repeats the last of these.
struct GeMAPSStream: VoiceStream {
    private let names: [String]
    private let columns: [Int]
    private var measurement: GeMAPSMeasurement
    private var row = 0
    /// Frames from `firstKept` on.
    private var firstKept = 0
    private var spectral: [GeMAPSSpectralFrame] = []
    private var voice: [GeMAPSVoiceFrame] = []

    /// Rows this near to the recording's end are smoothed otherwise, so that they wait until it is known.
    private static let lastRows = 4

    init(_ computer: GeMAPSComputer) {
        names = computer.frameNames
        columns = computer.frameColumns
        measurement = GeMAPSMeasurement(computer)
    }

    mutating func accept(_ samples: [Float]) -> FeatureMatrix {
        append(measurement.accept(samples))
        return rows(through: min(voiceEnd - Self.lastRows, spectralEnd - 1)) { row in (row - 1, row, row + 1) }
    }

    mutating func finish() -> FeatureMatrix {
        let last = measurement.finish()
        append(last)
        guard voiceEnd > 0 else { return FeatureMatrix(names: names) }
        let end = voiceEnd
        let decided = max(end - last.openCount, 1)
        return rows(through: end + 1) { Self.neighbours(of: $0, decided: decided, count: end) }
    }

    /// The frames of 60 ms that the last rows are smoothed over.
    ///
    /// openSMILE smooths those that are decided when the recording ends by themselves, and the rest by itself; it begins the rest
    /// with the last decided frame once more, which moves it by a row.
    private static func neighbours(of row: Int, decided: Int, count: Int) -> (Int, Int, Int) {
        if row < decided { return (row - 1, row, min(row + 1, decided - 1)) }
        if row == decided || row >= count { return (row - 1, row - 1, row - 1) }
        return (row - 1, row, min(row + 1, count - 1))
    }

    private var spectralEnd: Int { firstKept + spectral.count }
    private var voiceEnd: Int { firstKept + voice.count }

    private mutating func append(_ frames: GeMAPSMeasurement.Frames) {
        spectral += frames.spectral
        voice += frames.voice
    }

    /// The rows up to a bound, each of its voice descriptors smoothed over the three frames named, and the frames before them
    /// let go.
    private mutating func rows(through end: Int, neighbours: (Int) -> (Int, Int, Int)) -> FeatureMatrix {
        var matrix = FeatureMatrix(names: names)
        while row < end {
            let values = values(neighbours(row))
            matrix.append(row: columns.map { values[$0] })
            row += 1
        }
        let passed = min(row - 2 - firstKept, spectral.count, voice.count)
        if passed > 0 {
            spectral.removeFirst(passed)
            voice.removeFirst(passed)
            firstKept += passed
        }
        return matrix
    }

    /// All columns of the next row.
    private func values(_ neighbours: (Int, Int, Int)) -> [Float] {
        func spectralFrame(_ index: Int) -> GeMAPSSpectralFrame {
            spectral[min(max(index, 0) - firstKept, spectral.count - 1)]
        }
        func voiceFrame(_ index: Int) -> GeMAPSVoiceFrame { voice[max(index, 0) - firstKept] }
        let near = (spectralFrame(row - 1), spectralFrame(row), spectralFrame(row + 1))
        let formants = (spectralFrame(neighbours.0), spectralFrame(neighbours.1), spectralFrame(neighbours.2))
        let voices = (voiceFrame(neighbours.0), voiceFrame(neighbours.1), voiceFrame(neighbours.2))
        func mean(_ value: (GeMAPSSpectralFrame) -> Float) -> Float {
            GeMAPSSmoothing.mean(value(near.0), value(near.1), value(near.2))
        }
        func formantMean(_ value: (GeMAPSSpectralFrame) -> Float) -> Float {
            GeMAPSSmoothing.voicedMean(value(formants.0), value(formants.1), value(formants.2))
        }
        func voicedMean(_ value: (GeMAPSVoiceFrame) -> Float) -> Float {
            GeMAPSSmoothing.voicedMean(value(voices.0), value(voices.1), value(voices.2))
        }
        var result = [
            mean(\.loudness), mean(\.alphaRatio), mean(\.hammarbergIndex), mean(\.slope0to500), mean(\.slope500to1500),
            mean(\.spectralFlux),
        ]
        for index in 0..<4 { result.append(mean { $0.mfcc[index] }) }
        result.append(voicedMean { GeMAPSContours.semitones(of: $0.fundamentalFrequency) })
        result += [
            voicedMean(\.jitter), voicedMean(\.shimmer), voicedMean(\.harmonicsToNoise), voicedMean(\.h1h2), voicedMean(\.h1a3),
        ]
        for index in 0..<3 {
            result.append(formantMean { $0.formantFrequencies[index] })
            result.append(formantMean { $0.formantBandwidths[index] })
            result.append(voicedMean { $0.formantAmplitudes[index] })
        }
        return result.map { $0.isFinite ? $0 : 0 }
    }
}
