import Foundation

/// Progress, logs and complaints; results go to standard output instead.
enum StandardError {
    static func write(_ text: String) {
        // A reader who has gone away is no reason to fail.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    static var isTerminal: Bool { isatty(FileHandle.standardError.fileDescriptor) == 1 }
}
