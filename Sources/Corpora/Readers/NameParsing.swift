import UndertoneAffect

extension Character {
    var isASCIIDigit: Bool { isASCII && isWholeNumber }
    var isASCIILetter: Bool { isASCII && isLetter }
}

extension Sex {
    /// The sex that a word in a table names, or nil for a word that names none.
    init?(word: String) {
        switch word.lowercased() {
        case "female", "f", "woman", "w": self = .female
        case "male", "m", "man": self = .male
        default: return nil
        }
    }
}

extension RecordingFile {
    /// The innermost folder that is one of a corpus' label folders, and its label.
    func labelFolder(in table: [String: Emotion]) -> (folder: String?, label: Emotion?) {
        for folder in folders.reversed() {
            if let label = table[folder.lowercased()] { return (folder, label) }
        }
        return (nil, nil)
    }
}
