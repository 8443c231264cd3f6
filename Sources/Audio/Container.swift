/// What the first bytes say a file is.
enum Container {
    case wave
    case aiff
    case au
    case caf
    case flac
    case ogg
    /// MPEG audio layers I to III; the first frame stands at this offset.
    case mpeg(firstFrame: Int)
    /// A format that ffmpeg reads and libsndfile does not; its name for people.
    case foreign(String)
    /// Certainly nothing to decode, although libsndfile would try.
    case notAudio
    /// Left to libsndfile, which knows more formats than are checked here.
    case other

    static func recognise(_ file: RegularFile) throws(AudioError) -> Container {
        var start = 0
        var head = ByteView(try file.bytes(at: 0, count: headSize))
        // ID3 tags stand before MP3 frames, sometimes before AAC or FLAC; each says its own length, 7 bits a byte.
        while head.has("ID3"), head.count >= 10 {
            let length = (6..<10).reduce(0) { $0 << 7 | (head.byte($1) & 0x7F) }
            start += 10 + length + (head.byte(5) & 0x10 != 0 ? 10 : 0)
            head = ByteView(try file.bytes(at: start, count: headSize))
        }
        let container = recognise(head)
        guard start > 0 else { return container ?? .other }
        switch container {
        case .mpeg(let offset): return .mpeg(firstFrame: start + offset)
        case .foreign, .flac: return container ?? .other
        default: break
        }
        // Some taggers leave padding between the tag and the first frame.
        let offset = (0..<head.count).first { MPEGFrame.isStream(head, at: $0, mayBeLast: $0 == 0) }
        return offset.map { .mpeg(firstFrame: start + $0) } ?? .notAudio
    }

    private static func recognise(_ head: ByteView) -> Container? {
        if head.has("RIFF") || head.has("RIFX") || head.has("RF64") || head.has("BW64") {
            if head.count < 12 || head.has("WAVE", at: 8) { return .wave }
            return head.has("AVI ", at: 8) ? .foreign("AVI") : .notAudio
        }
        if head.has("FORM") {
            if head.count < 12 || head.has("AIFF", at: 8) || head.has("AIFC", at: 8) { return .aiff }
            return nil
        }
        if head.has("fLaC") { return .flac }
        if head.has("OggS") { return .ogg }
        if head.has(".snd") || head.has("dns.") { return .au }
        if head.has("caff") { return .caf }
        if MPEGFrame.isStream(head, at: 0, mayBeLast: true) { return .mpeg(firstFrame: 0) }
        if let name = foreignName(head) { return .foreign(name) }
        // libsndfile takes any such pair of bytes for MP3, a byte order mark of UTF-16 text among them.
        return head.byte(0) == 0xFF && head.byte(1) & 0xE0 == 0xE0 ? .notAudio : nil
    }

    private static func foreignName(_ head: ByteView) -> String? {
        if head.has("ftyp", at: 4) { return "MP4 or M4A" }
        if head.has("moov", at: 4) || head.has("mdat", at: 4) || head.has("wide", at: 4) { return "QuickTime" }
        if head.has(bytes: [0x1A, 0x45, 0xDF, 0xA3]) { return "Matroska or WebM" }
        if isADTS(head) || head.has("ADIF") { return "AAC" }
        if head.has(bytes: [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]) { return "Windows Media" }
        if head.has("FLV\u{1}") { return "Flash video" }
        if head.has("#!AMR") { return "AMR" }
        if head.has("wvpk") { return "WavPack" }
        if head.has("MAC ") { return "Monkey's Audio" }
        if head.has("TTA1") { return "True Audio" }
        if head.has(bytes: [0, 0, 1, 0xBA]) { return "MPEG video" }
        if head.count > 376, [0, 188, 376].allSatisfy({ head.byte($0) == 0x47 }) { return "MPEG transport stream" }
        return nil
    }

    /// Two AAC frames in a row, or one that ends the file.
    private static func isADTS(_ head: ByteView) -> Bool {
        func isFrame(_ offset: Int) -> Bool { head.byte(offset) == 0xFF && head.byte(offset + 1) & 0xF6 == 0xF0 }
        guard isFrame(0) else { return false }
        let length = (head.byte(3) & 3) << 11 | head.byte(4) << 3 | head.byte(5) >> 5
        return length >= 7 && (length >= head.count || isFrame(length))
    }

    private static let headSize = 16384
}
