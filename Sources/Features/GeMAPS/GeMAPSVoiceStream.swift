/// Feeds the 60 ms path with samples that arrive in pieces, in memory bounded by the path search's look-ahead.
///
///     var stream = GeMAPSVoiceStream(GeMAPSVoiceComputer(sampleRate: 16000))
///     let frames = stream.accept(samples, formants: formants)   // formants of the next 20 ms frames, in order
///     let rest = stream.finish(formants: lastFormants)
///
/// Frames come in order, each once the path through it is decided and the formants of its 20 ms frame were handed over. However the
/// samples and the formants are cut, the frames are the same bits.
struct GeMAPSVoiceStream: Sendable {
    init(_ computer: GeMAPSVoiceComputer) {}

    /// Samples at the computer's rate, and the frequencies in hertz of F1, F2 and F3 (0 where there is none) in the 20 ms frames
    /// that follow those handed over before.
    mutating func accept(_ samples: [Float], formants: [SIMD3<Float>]) -> [GeMAPSVoiceFrame] { [] }

    /// Ends the recording; returns the frames that are left. Nothing may be accepted afterwards.
    mutating func finish(formants: [SIMD3<Float>] = []) -> [GeMAPSVoiceFrame] { [] }
}
