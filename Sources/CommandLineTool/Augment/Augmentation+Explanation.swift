import UndertoneAudio

extension Augmentation {
    /// What it does, and what its number means, for the help.
    var explanation: String {
        switch self {
        case .noise(nil, _): "any of the next seven, so many dB below the voice"
        case .noise(.white, _): "noise with the same power at all frequencies"
        case .noise(.pink, _): "noise with the same power in every octave"
        case .noise(.brown, _): "a rumble"
        case .noise(.hum, _): "the mains, 50 or 60 Hz, and harmonics"
        case .noise(.music, _): "chords of plucked notes"
        case .noise(.environment, _): "a street or a room, and what passes or knocks"
        case .noise(.bursts, _): "clicks and clatter"
        case .babble: "others talking, so many dB below the voice"
        case .reverb: "a room that echoes for so many seconds (RT60)"
        case .pitch: "so many semitones higher"
        case .tempo: "so many times as fast"
        case .gain: "so many dB louder"
        case .clip: "overdriven: that share of the samples is cut off"
        case .telephone: "300-3400 Hz and a codec: mu-law, gsm, opus, a+b"
        case .tilt: "every kHz so many dB louder than the one below it"
        case .lowCut: "what is below so many Hz fades, by 6 dB an octave"
        case .shift: "so many seconds later"
        case .crop: "a stretch, that share of the whole"
        case .maskTime: "so many seconds become an average sound"
        case .maskFrequency: "a share of the mel scale becomes average"
        case .mixup: "mixed with another voice, weights of Beta(x, x)"
        }
    }
}
