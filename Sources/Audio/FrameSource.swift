/// Where interleaved frames come from: a decoder, a program, a stream of raw samples.
///
/// A source is read by one reader, in order, once. It reports a shortfall (a header that promised more) as an error of
/// its own, so that 0 frames always means a proper end.
protocol FrameSource: AnyObject {
    /// In hertz.
    var sampleRate: Int { get }
    var channelCount: Int { get }
    /// What the header promises, where it can be trusted.
    var frameCount: Int? { get }
    /// For people: "WAV, 16-bit PCM".
    var format: String { get }

    /// Reads at most `count` frames of `channelCount` samples each; 0 at the end.
    func read(into frames: UnsafeMutablePointer<Float>, count: Int) throws(AudioError) -> Int
}
