import Foundation

/// Comma-separated values (RFC 4180).
enum CSV {
    /// A cell, in quotation marks where it needs them.
    static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
