extension VoiceQualityComputer {
    /// The perturbation measures, the voiced share, then three statistics of each frame measure over voiced frames.
    ///
    /// The harmonics-to-noise ratio is summed up over the frames that its own correlation calls voiced, as Praat does; the local
    /// jitter and shimmer of frames are not, because those of the recording say it better.
    public var functionalNames: [String] {
        Self.perturbationNames + ["voiced_frame_share"]
            + Self.summarisedNames.flatMap { name in Self.statisticNames.map { "\(name)_\($0)" } }
    }

    private static let perturbationNames = [
        "jitter_local", "jitter_rap", "jitter_ppq5", "shimmer_local", "shimmer_local_db", "shimmer_apq3", "shimmer_apq5",
    ]
    private static let statisticNames = ["mean", "standard_deviation", "percentile_50"]
    private static let summarisedNames = VoiceQualityRow.names.filter { !perturbationNames.contains($0) }
    private static let measureIndices = VoiceQualityRow.measureNames.indices.filter {
        !perturbationNames.contains(VoiceQualityRow.measureNames[$0])
    }

    /// One row of a whole recording, in the order of `functionalNames`.
    ///
    /// - Parameter samples: at the computer's rate; those that are not finite count as 0.
    public func functionals(of samples: [Float]) -> [Float] {
        let finite = samples.map { $0.isFinite ? $0 : 0 }
        guard !finite.isEmpty else {
            return functionalNames.map { $0 == "voiced_frame_share" ? 0 : .nan }
        }
        let track = tracker.track(of: finite)
        let resonances = formants.track(of: finite).frames
        let silence = [Float](repeating: 0, count: reach)
        var result: [Float] = []
        (silence + finite + silence).withSpan(from: -reach) { span in
            let found = pulses.pulses(in: span, track: track)
            let perturbation = Perturbation(pulses: found, in: span, sampleRate: Double(sampleRate))
            result = [
                perturbation.jitterLocal, perturbation.jitterRAP, perturbation.jitterPPQ5, perturbation.shimmerLocal,
                perturbation.shimmerLocalDecibels, perturbation.shimmerAPQ3, perturbation.shimmerAPQ5,
            ].map(Float.init)

            let times = (0..<track.count).map(track.time(ofFrame:))
            // The formant frames nearest to those of the pitch, which Praat centres in the file.
            let nearest = times.map { resonances[min(resonances.count - 1, Int(($0 / Self.timeStep).rounded()))] }
            let rows = rows(
                in: span, times: times, frequencies: track.frequencies, formants: nearest, isLive: false
            ).filter(\.isVoiced)
            result.append(track.count > 0 ? Float(rows.count) / Float(track.count) : 0)
            result += Self.statistics(of: rows.map { Double($0.fundamentalFrequency) })
            let measures = rows.map(\.measures)
            for index in Self.measureIndices {
                let isRatio = VoiceQualityRow.measureNames[index] == "hnr"
                result += Self.statistics(
                    of: isRatio ? harmonicityRatios(of: finite, in: span, times: times) : measures.map { Double($0[index]) })
            }
        }
        return result
    }

    /// The harmonics-to-noise ratios of the frames that are voiced by their correlation and loudness.
    private func harmonicityRatios(of samples: [Float], in span: SampleSpan, times: [Double]) -> [Double] {
        let mean = samples.reduce(0) { $0 + Double($1) } / Double(samples.count)
        let peak = samples.reduce(Float(0)) { max($0, abs($1 - Float(mean))) }
        return times.compactMap { time in
            let frame = harmonicity.frame(in: span, at: time)
            return frame.isVoiced(recordingPeak: peak) ? frame.ratio : nil
        }
    }

    /// The mean, standard deviation and median of the values that are defined; NaN where none is.
    private static func statistics(of values: [Double]) -> [Float] {
        let values = values.filter(\.isFinite)
        guard !values.isEmpty else { return [.nan, .nan, .nan] }
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let sorted = values.sorted()
        let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        return [Float(mean), Float(variance.squareRoot()), Float(median)]
    }
}
