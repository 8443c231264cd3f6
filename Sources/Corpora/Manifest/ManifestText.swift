import Foundation

/// Reads a text file whole, with the bounds and checks that every table needs.
enum ManifestText {
    /// Twice the longest manifest that a corpus of ten million recordings would have.
    private static let largest = 2 << 30

    static func read(_ path: String) throws -> String {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory.boolValue else {
            throw CorpusError.manifestMissing(path: path)
        }
        let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
        guard attributes?[.type] as? FileAttributeType == .typeRegular, let size = attributes?[.size] as? Int,
            size <= largest, let data = FileManager.default.contents(atPath: resolved)
        else { throw CorpusError.manifestUnreadable(path: path) }
        guard var text = String(data: data, encoding: .utf8) else { throw CorpusError.manifestNotUTF8(path: path) }
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        return text
    }
}
