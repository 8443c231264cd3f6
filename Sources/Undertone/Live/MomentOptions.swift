/// How a live voice is judged: over which time, how often, and how steadily.
///
///     let options = MomentOptions(window: 2, hop: 0.5)
public struct MomentOptions: Codable, Hashable, Sendable {
    /// In seconds, 0.5…30: how much of the past a moment hears. The first moments hear what there is.
    public var window: Double
    /// In seconds, 0.1…30, at most a window: from one moment to the next. Windows share frames where it is a multiple of 10 ms; else each
    /// is measured anew.
    public var hop: Double
    /// τ in seconds, 0…60: a window this long ago counts 1/e as much for the smoothed answer; 0 leaves every window for itself.
    public var smoothing: Double

    /// - Parameters:
    ///   - window: in seconds; models learn from utterances of some three.
    ///   - hop: in seconds.
    ///   - smoothing: τ in seconds.
    public init(window: Double = 3, hop: Double = 1, smoothing: Double = 1) {
        self.window = window
        self.hop = hop
        self.smoothing = smoothing
    }

    public static let `default` = MomentOptions()

    static let windows = 0.5...30.0
    static let hops = 0.1...30.0
    static let smoothings = 0.0...60.0

    /// - Throws: `MomentError` for a number out of bounds.
    public func validate() throws(MomentError) {
        try MomentError.require(window, in: Self.windows, "window")
        try MomentError.require(hop, in: Self.hops, "hop")
        try MomentError.require(smoothing, in: Self.smoothings, "smoothing")
        guard hop <= window else { throw .hopBeyondWindow(hop: hop, window: window) }
    }
}
