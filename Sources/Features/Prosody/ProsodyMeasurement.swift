/// One recording's prosody, measured on its contours.
struct ProsodyMeasurement: Sendable {
    let contours: ProsodyContours
    let options: ProsodyOptions
    let activity: SpeechActivity
    let pitch: PitchContour
    /// The frames of the syllables' nuclei, rising.
    let nuclei: [Int]
    private(set) var values: [ProsodyFunctional: Double] = [:]

    /// - Precondition: all contours have the same number of frames.
    init(_ contours: ProsodyContours, options: ProsodyOptions) {
        self.contours = contours
        self.options = options
        activity = SpeechActivity(intensities: contours.intensities, options: options)
        pitch = PitchContour(frequencies: contours.frequencies, isSounding: activity.isSounding)
        var isVoiced = [Bool](repeating: false, count: contours.frequencies.count)
        for frame in pitch.frames { isVoiced[frame] = true }
        nuclei = SyllableNuclei.frames(
            vowelIntensities: contours.vowelIntensities, isVoiced: isVoiced, isSounding: activity.isSounding,
            options: options.syllables)
        guard !activity.speech.isEmpty else { return }
        for group in [pitchValues(), voicingValues(), rhythmValues(), intensityValues()] {
            values.merge(group.compactMapValues { $0 }) { first, _ in first }
        }
    }

    /// Nil where the recording does not define it.
    subscript(functional: ProsodyFunctional) -> Double? { values[functional] }

    /// In seconds.
    var speechDuration: Double { Double(activity.speech.count) * PitchContour.step }
    var phonationDuration: Double { Double(activity.phonationCount) * PitchContour.step }
}
