/// How a picture is written.
public enum PictureFormat: String, Hashable, Sendable, CaseIterable {
    /// Pixels.
    case png
    /// Shapes and text, for the web and for further editing.
    case svg
    /// Shapes and text, for print.
    case pdf

    /// The format that a file name's ending stands for, in capitals or not; nil for any other ending.
    public init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        self.init(rawValue: fileName[fileName.index(after: dot)...].lowercased())
    }
}
