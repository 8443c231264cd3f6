/// What the `prosody` set says of a whole recording, in the order of its columns; the raw value is the column's name.
///
/// Words: a frame is *sounding* when its intensity is less than `ProsodyOptions.silenceDepth` below the recording's level; the
/// *speech* is from the first sounding frame to the last, so that silence before and after counts for nothing; a *pause* is a
/// silence within it of `shortestPause` or longer; *phonation* is the speech without its pauses. A frame is *voiced* when it
/// sounds and has a pitch, in a run of 30 ms or longer. Pitch is in semitones above 27.5 Hz, intensity in dB above 20 µPa (full
/// scale = 1 Pa). What a recording does not define is NaN: all pitch of a whisper, the mean length of no pauses.
enum ProsodyFunctional: String, CaseIterable, Hashable, Sendable {
    // Pitch: its level, which belongs to the speaker as much as to the mood. Semitones, over voiced frames.

    case pitchMean = "pitch_mean"
    case pitchMedian = "pitch_median"
    case pitchPercentile5 = "pitch_percentile_5"
    case pitchPercentile20 = "pitch_percentile_20"
    case pitchPercentile80 = "pitch_percentile_80"
    case pitchPercentile95 = "pitch_percentile_95"

    // Pitch: its shape, which a higher or a lower voice leaves as it is.

    /// Standard deviation, in semitones.
    case pitchDeviation = "pitch_deviation"
    /// From the 5th to the 95th percentile, in semitones.
    case pitchRange = "pitch_range"
    /// From the 20th to the 80th percentile, in semitones.
    case pitchInnerRange = "pitch_inner_range"
    /// From the median to the 95th percentile, in semitones.
    case pitchUpperRange = "pitch_upper_range"
    /// From the 5th percentile to the median, in semitones.
    case pitchLowerRange = "pitch_lower_range"
    /// Mean magnitude of the slope of the contour, smoothed over 50 ms, within unbroken voicing: semitones a second.
    case pitchAbsoluteSlope = "pitch_absolute_slope"
    /// Slope of the line of least squares through all voiced frames, semitones a second; of 100 ms of voice or more.
    case pitchDeclination = "pitch_declination"
    /// Standard deviation about that line, in semitones.
    case pitchDeclinationResidual = "pitch_declination_residual"
    /// Rises of `smallestPitchMovement` or more, a second of voice. Movements go through gaps of up to 100 ms.
    case pitchRiseRate = "pitch_rise_rate"
    /// Their mean size, in semitones.
    case pitchRiseSize = "pitch_rise_size"
    /// Their mean slope, semitones a second.
    case pitchRiseSlope = "pitch_rise_slope"
    /// Falls of `smallestPitchMovement` or more, a second of voice.
    case pitchFallRate = "pitch_fall_rate"
    /// Their mean size, in semitones, positive.
    case pitchFallSize = "pitch_fall_size"
    /// Their mean slope, semitones a second, positive.
    case pitchFallSlope = "pitch_fall_slope"
    /// Mean of the first 300 ms, from the first voiced frame on, above the median, in semitones.
    case pitchInitialLevel = "pitch_initial_level"
    /// Mean of the last 300 ms, up to the last voiced frame, above the median, in semitones.
    case pitchFinalLevel = "pitch_final_level"
    /// Slope of the line of least squares through the same last 300 ms, of 50 ms of voice or more: semitones a second.
    case pitchFinalSlope = "pitch_final_slope"

    // Voicing.

    /// Voiced frames' share of the phonation.
    case voicedShare = "voiced_share"
    /// Mean strength of the pitch in voiced frames, the height of the autocorrelation's peak: 0…1.
    case voicingStrength = "voicing_strength"
    /// Unbroken voicings a second of speech.
    case voicedSegmentRate = "voiced_segment_rate"
    /// Their mean length in seconds.
    case voicedLengthMean = "voiced_length_mean"
    /// The standard deviation of their length in seconds.
    case voicedLengthDeviation = "voiced_length_deviation"
    /// Mean length in seconds of the gaps between voicings in which there is no pause.
    case unvoicedLengthMean = "unvoiced_length_mean"
    /// The standard deviation of their length in seconds.
    case unvoicedLengthDeviation = "unvoiced_length_deviation"

    // Rhythm. Where there is no nucleus, as in a whisper, the rates are not known and NaN.

    /// Nuclei of syllables (`SyllableOptions`).
    case syllableCount = "syllable_count"
    /// Nuclei a second of speech, pauses included.
    case speechRate = "speech_rate"
    /// Nuclei a second of phonation.
    case articulationRate = "articulation_rate"
    /// Phonation over nuclei, in seconds.
    case syllableDuration = "syllable_duration"
    /// Normalised pairwise variability of the times from nucleus to nucleus that hold no pause: the mean difference of two
    /// successive ones over their mean, in per cent (Grabe & Low 2002).
    case syllableVariability = "syllable_variability"
    /// Standard deviation of the intensity at the nuclei, in dB: how unevenly they are stressed.
    case syllableIntensityDeviation = "syllable_intensity_deviation"
    /// In seconds.
    case speechDuration = "speech_duration"
    /// Pauses within the speech.
    case pauseCount = "pause_count"
    /// Pauses a second of speech.
    case pauseRate = "pause_rate"
    /// Their mean length in seconds.
    case pauseLengthMean = "pause_length_mean"
    /// Pauses' share of the speech.
    case pauseShare = "pause_share"
    /// Phonation's share of the speech: 1 − `pause_share`.
    case phonationRatio = "phonation_ratio"

    // Intensity, over sounding frames.

    /// In dB; the only measure that gain moves.
    case intensityMean = "intensity_mean"
    /// Standard deviation, in dB.
    case intensityDeviation = "intensity_deviation"
    /// From the 5th to the 95th percentile, in dB.
    case intensityRange = "intensity_range"
    /// From the 20th to the 80th percentile, in dB.
    case intensityInnerRange = "intensity_inner_range"
    /// Slope of the line of least squares, dB a second; of 100 ms or more.
    case intensityDeclination = "intensity_declination"
    /// Mean slope of the rises of `smallestIntensityMovement` or more, dB a second.
    case intensityRiseSlope = "intensity_rise_slope"
    /// Mean slope of such falls, dB a second, positive.
    case intensityFallSlope = "intensity_fall_slope"
    /// Turns from such a rise to such a fall, a second of phonation.
    case intensityPeakRate = "intensity_peak_rate"
}
