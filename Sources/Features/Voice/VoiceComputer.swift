/// Measures one named set of voice descriptors at one sample rate: frame by frame, and summed up.
///
/// It holds tables only and may be shared by threads.
protocol VoiceComputer: Sendable {
    /// The columns of a frame.
    var frameNames: [String] { get }
    /// The columns of `functionals(of:)`.
    var functionalNames: [String] { get }

    /// One row of functionals of a whole recording or segment.
    ///
    /// - Parameter samples: at the computer's rate; those that are not finite count as 0.
    func functionals(of samples: [Float]) -> [Float]

    /// The same of samples times a gain.
    ///
    /// - Parameter memory: of the stream that the samples are a segment of, if they are.
    func functionals(of samples: [Float], gain: Float, memory: inout FrameMemory?) -> [Float]

    /// A driver for samples that arrive in pieces.
    func online() -> any VoiceStream
}

/// Takes samples as they come and gives the frames that are ready.
///
/// A row every 10 ms: row t belongs to the time t·10 ms. However the samples are cut, the rows are the same bits.
protocol VoiceStream: Sendable {
    /// Samples at the computer's rate; returns the rows that they complete, which may be none.
    mutating func accept(_ samples: [Float]) -> FeatureMatrix

    /// Ends the recording; returns the rows that are left. Nothing may be accepted afterwards.
    mutating func finish() -> FeatureMatrix
}

extension VoiceComputer {
    func functionals(of samples: [Float], gain: Float, memory: inout FrameMemory?) -> [Float] {
        functionals(of: samples.scaled(by: gain))
    }

    /// Frames × descriptors of a whole recording.
    func frames(of samples: [Float]) -> FeatureMatrix {
        var stream = online()
        let first = stream.accept(samples)
        return FeatureMatrix(names: frameNames, values: first.values + stream.finish().values)
    }
}
