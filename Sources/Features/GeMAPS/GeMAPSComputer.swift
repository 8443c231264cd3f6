/// Measures a Geneva set: GeMAPS with its 62 functionals or eGeMAPSv02 with its 88, named and ordered as openSMILE's.
///
///     let computer = try GeMAPSComputer(set: .egemaps, sampleRate: 16000)
///     let row = computer.functionals(of: samples)      // one number for each of computer.functionalNames
///
/// Definitions are those of Eyben et al., "The Geneva Minimalistic Acoustic Parameter Set (GeMAPS) for Voice Research and
/// Affective Computing", IEEE Transactions on Affective Computing 7(2), 2016; what the paper leaves open was measured on
/// openSMILE 2.6. What has no value is 0; a recording shorter than one frame of 60 ms has no frames, and functionals of 0.
struct GeMAPSComputer: VoiceComputer {
    let frameNames: [String]
    let functionalNames: [String]
    let frameColumns: [Int]
    private let functionalColumns: [Int]
    let spectral: GeMAPSSpectralComputer
    let voice: GeMAPSVoiceComputer

    /// Samples that are measured at once: 1 s, so that a long recording stays in the processor's caches.
    private let blockLength: Int

    /// Throws `FeatureOptionsError` at a rate outside 8000 to 96,000 Hz.
    init(set: GeMAPSSet, sampleRate: Int) throws(FeatureOptionsError) {
        try require(sampleRate, in: 8000...96_000, field: "sampleRate")
        frameNames = set.frameNames
        functionalNames = set.functionalNames
        frameColumns = set.frameColumns
        functionalColumns = set.functionalColumns
        spectral = GeMAPSSpectralComputer(sampleRate: sampleRate)
        voice = GeMAPSVoiceComputer(sampleRate: sampleRate)
        blockLength = sampleRate
    }

    func functionals(of samples: [Float]) -> [Float] {
        var measurement = GeMAPSMeasurement(self)
        var contours = GeMAPSContours()
        for start in stride(from: 0, to: samples.count, by: blockLength) {
            contours.append(measurement.accept(Array(samples[start..<min(start + blockLength, samples.count)])))
        }
        contours.append(measurement.finish())
        let values = GeMAPSFunctionals.values(of: contours)
        return functionalColumns.map { values[$0] }
    }

    func online() -> any VoiceStream { GeMAPSStream(self) }
}
