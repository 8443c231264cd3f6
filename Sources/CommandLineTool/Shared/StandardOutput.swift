import UndertoneFeatures

/// Results. A write that fails, on a full disk say, is the command's failure and never a result lost in silence.
enum StandardOutput {
    static func line(_ text: String) throws {
        try write(text + "\n")
    }

    /// Hands the text to the system at once, so that whoever reads from a pipe gets each answer when it is known.
    static func write(_ text: String) throws {
        let output = OutputFile.standardOutput()
        do {
            try output.write(text)
            try output.flush()
        } catch {
            throw Failure(error)
        }
    }
}
