import CSndFile

/// A recording that libsndfile decodes.
///
/// The library reads through callbacks into an open file, so that neither the name nor its extension plays a part, and
/// so that a headerless stretch of samples inside a file can be read as such.
///
/// Opus is decoded at the rate that libsndfile chooses: the encoded recording's if Opus knows it, else 48 kHz. Asking
/// the Opus decoder for 16 kHz instead (`SFC_SET_ORIGINAL_SAMPLERATE`) is no faster and lets sound from above 8 kHz
/// through: a tone of 8.2 kHz in a 48 kHz recording is weakened by 22 dB, by soxr's filter by 74 dB.
final class SoundFile: FrameSource {
    let sampleRate: Int
    let channelCount: Int
    let frameCount: Int?
    let format: String
    private let handle: OpaquePointer
    private let window: FileWindow
    /// Whether fewer frames than the header says mean that the rest is missing.
    private let headerIsExact: Bool
    private var framesRead = 0

    /// Why libsndfile would not open a file: its error number, and its words.
    struct OpenFailure: Error {
        let code: Int32
        let message: String
    }

    /// - Parameters:
    ///   - raw: where headerless samples begin and what they are; `nil` lets the library read the header.
    ///   - headerIsExact: false when the number of frames in the header is the library's estimate.
    init(file: RegularFile, raw: RawStretch? = nil, headerIsExact: Bool = true) throws(OpenFailure) {
        let window = FileWindow(file: file, start: raw?.offset ?? 0)
        var information = SF_INFO()
        if let raw {
            information.format = raw.format
            information.channels = Int32(raw.channelCount)
            information.samplerate = Int32(raw.sampleRate)
        }
        let handle = try window.open(&information)
        self.handle = handle
        self.window = window
        self.headerIsExact = headerIsExact
        sampleRate = Int(information.samplerate)
        channelCount = Int(information.channels)
        // The library says the largest number where it cannot know.
        let isKnown = information.frames >= 0 && information.frames < Int64.max
        frameCount = isKnown && headerIsExact ? Int(information.frames) : nil
        format = SoundFileFormat.describe(information.format, isHeaderless: raw != nil)
    }

    deinit {
        sf_close(handle)
    }

    func read(into frames: UnsafeMutablePointer<Float>, count: Int) throws(AudioError) -> Int {
        // Never past the promised end: a tag behind a FLAC stream would pass for damage.
        let wanted = frameCount.map { min(count, $0 - framesRead) } ?? count
        guard wanted > 0 else { return 0 }
        let got = max(0, Int(sf_readf_float(handle, frames, sf_count_t(wanted))))
        if let failure = window.failure {
            throw AudioError(path: window.path, fact: .unreadable(system: systemMessage(failure)))
        }
        framesRead += got
        let seconds = Double(framesRead) / Double(sampleRate)
        // Each call clears the error of the one before: a FLAC frame with a wrong checksum shows here and nowhere else.
        if sf_error(handle) != SF_ERR_NO_ERROR, got == wanted || sf_readf_float(handle, frames, 1) > 0 {
            throw AudioError(
                path: window.path, fact: .damaged(format: String(format.prefix { $0 != "," }), time: seconds))
        }
        if got == 0, let frameCount, framesRead < frameCount {
            let promised = Double(frameCount) / Double(sampleRate)
            throw AudioError(path: window.path, fact: .truncated(found: seconds, promised: promised))
        }
        return got
    }

    /// libsndfile's words for an error number, shaped to stand inside a sentence.
    static func message(_ code: Int32) -> String {
        guard let words = sf_error_number(code) else { return "error \(code)" }
        return sentencePart(String(cString: words))
    }
}

/// Headerless samples inside a file: where they begin and how they are stored.
struct RawStretch {
    /// In bytes from the start of the file; they reach to its end.
    let offset: Int
    /// libsndfile's subtype and byte order, with its word for "no header".
    let format: Int32
    let channelCount: Int
    /// In hertz.
    let sampleRate: Int
}

/// A sentence of a library as a part of ours: small first letter, no period at the end, one line.
func sentencePart(_ sentence: String) -> String {
    var words = sentence.split(whereSeparator: \.isWhitespace).joined(separator: " ")[...]
    while let last = words.last, last == "." || last == ":" { words = words.dropLast() }
    if words.hasPrefix("Error : ") { words = words.dropFirst(8) }
    // An acronym keeps its capital.
    if let second = words.dropFirst().first, second.isUppercase { return String(words) }
    return words.prefix(1).lowercased() + words.dropFirst()
}
