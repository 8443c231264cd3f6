/// So many frames and bands.
public struct Extent: Codable, Hashable, Sendable {
    public var frames: Int
    public var bands: Int

    public init(_ frames: Int, _ bands: Int) {
        self.frames = frames
        self.bands = bands
    }
}
