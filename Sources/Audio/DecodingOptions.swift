/// What `AudioReader` makes of a recording: at which rate, and how long a recording it accepts.
public struct DecodingOptions: Hashable, Sendable {
    /// The rate to resample to, in hertz; `nil` keeps the recording's own.
    public var sampleRate: Int?

    /// The longest recording accepted, in seconds; a longer one is refused, never cut. `nil` accepts any length.
    public var maximumDuration: Double?

    /// The `ffmpeg` program for what libsndfile does not read (AAC, M4A, video): a path, or a name looked up in PATH;
    /// `nil` uses none.
    public var ffmpeg: String?

    public init(sampleRate: Int? = nil, maximumDuration: Double? = nil, ffmpeg: String? = "ffmpeg") {
        self.sampleRate = sampleRate
        self.maximumDuration = maximumDuration
        self.ffmpeg = ffmpeg
    }

    /// The recording's own rate, any length, `ffmpeg` from PATH when it is needed.
    public static let `default` = DecodingOptions()
}
