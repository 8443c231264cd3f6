/// How the intensity of a sound is measured: the mean square under a Kaiser window, in decibels above 20 µPa as if a sample of 1
/// were 1 Pa (Praat's convention).
public struct IntensityOptions: Codable, Hashable, Sendable {
    /// With `hops`, a window that reaches past an end takes the samples that there are.
    public var alignment: TrackAlignment
    /// The lowest fundamental frequency in hertz whose periods the curve shall not show: the window is 6.4 of its periods long,
    /// effectively 3.2.
    public var floor: Double
    /// From frame to frame, in seconds.
    public var timeStep: Double
    /// Whether a window's mean is taken off first, so that an offset does not count as sound.
    public var removesMean: Bool

    public init(
        alignment: TrackAlignment = .hops, floor: Double = 100, timeStep: Double = 0.01, removesMean: Bool = true
    ) {
        self.alignment = alignment
        self.floor = floor
        self.timeStep = timeStep
        self.removesMean = removesMean
    }

    /// Throws `FeatureOptionsError.outOfRange` for a number outside its range.
    public func validate() throws(FeatureOptionsError) {
        try require(floor, in: 10...2000, field: "intensity.floor")
        try require(timeStep, in: 0.0005...1, field: "intensity.timeStep")
    }

    /// The window in seconds.
    var window: Double { 6.4 / floor }
}
