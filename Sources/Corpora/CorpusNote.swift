/// A file that a reader passed over, or took with a doubt, and why.
public struct CorpusNote: Hashable, Sendable {
    public let path: String
    public let reason: Reason

    public init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }

    public enum Reason: Hashable, Sendable {
        /// The name does not fit the corpus' form, which is given by example.
        case unexpectedName(form: String)
        /// The name fits, but the corpus has no such label.
        case unknownLabel(String)
        /// It is a part of the corpus that is not emotional speech: song, for example.
        case otherMaterial(String)
        /// A film beside the recordings.
        case video
        /// The same utterance lies elsewhere in the folder, and that copy was taken.
        case copy(of: String)
        /// It was taken with the name's label although its folder names another.
        case folderDisagrees(folder: String, label: String)
        /// A recording that lies in no label's folder.
        case noLabelFolder
        /// A table beside the recordings that could not be read.
        case unreadableTable(String)
        /// A folder whose content could not be listed.
        case unreadableFolder(String)
        /// The corpus names no speakers, so nothing in it can be divided by speaker.
        case noSpeakers
    }

    /// Whether the file is among the utterances nevertheless.
    public var isTaken: Bool {
        switch reason {
        case .folderDisagrees, .noSpeakers: true
        default: false
        }
    }
}

extension CorpusNote.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unexpectedName(let form): "the name is not of the form \(form)"
        case .unknownLabel(let label): "the corpus has no label '\(label)'"
        case .otherMaterial(let what): "\(what), not emotional speech"
        case .video: "a video file"
        case .copy(let path): "another copy of \(path)"
        case .folderDisagrees(let folder, let label): "the folder says \(folder), the name \(label); the name was taken"
        case .noLabelFolder: "it lies in no label's folder"
        case .unreadableTable(let why): "the table could not be used: \(why)"
        case .unreadableFolder(let why): "the folder could not be listed: \(why)"
        case .noSpeakers: "no speakers are named; every recording counts as one unknown speaker's"
        }
    }
}

extension CorpusNote: CustomStringConvertible {
    public var description: String { "\(path): \(reason)" }
}
