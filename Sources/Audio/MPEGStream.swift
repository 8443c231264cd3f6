/// A walk over all frames of an MP3 file, which the decoder would read only as far as it likes.
///
/// The decoder stops without a word where the file was cut, skips what it cannot read, and ends where the first
/// frame's table of contents says, even if another recording follows. The walk finds all three. It reads the headers
/// and steps over the rest.
struct MPEGStream {
    /// Whether the first frame carries a table of contents, so that the decoder knows the number of samples exactly.
    let hasTable: Bool

    init(_ file: RegularFile, firstFrame: Int) throws(AudioError) {
        var pages = FilePages(file)
        let table = Self.table(try pages.view(at: firstFrame, count: 256))
        var (position, frames, samples) = (firstFrame, 0, 0)
        var (kind, rate) = (0, 1)
        func seconds() -> Double { Double(samples) / Double(rate) }
        func failure(_ fact: AudioError.Fact) -> AudioError { AudioError(path: file.path, fact: fact) }

        while position < file.size {
            let view = try pages.view(at: position, count: 4)
            guard let frame = MPEGFrame(view, at: 0), kind == 0 || frame.kind == kind else {
                // Free format or a mixture: the decoder decides.
                guard frames > 1 else { break }
                let rest = ByteView(try file.bytes(at: position, count: 65536))
                guard Self.continues(rest, kind: kind) else { break }
                throw failure(rest.has("ID3") ? .concatenated(format: "MP3") : .damaged(format: "MP3", time: seconds()))
            }
            (kind, rate) = (frame.kind, frame.sampleRate)
            guard position + frame.length <= file.size else {
                if table == nil { throw failure(.streamTruncated(format: "MP3", found: seconds())) }
                break
            }
            position += frame.length
            frames += 1
            // The frame with the table has no sound.
            if frames > 1 || table == nil { samples += frame.sampleCount }
        }
        hasTable = table != nil
        guard let table, frames > 1 else { return }
        let found = frames - 1
        if found > table + 1 { throw failure(.concatenated(format: "MP3")) }
        if found < table {
            let promised = Double(table) * seconds() / Double(found)
            throw failure(.truncated(found: seconds(), promised: promised))
        }
    }

    /// The number of frames that a table of contents in the first frame promises.
    private static func table(_ view: ByteView) -> Int? {
        guard let frame = MPEGFrame(view, at: 0) else { return nil }
        let offset = frame.tableOffset
        guard view.has("Xing", at: offset) || view.has("Info", at: offset) else { return nil }
        let hasCount = view.byte(offset + 7) & 1 != 0
        return hasCount ? view.big32(offset + 8) : nil
    }

    /// Whether the stream goes on somewhere behind bytes that are no frame; a tag at the end is no gap.
    private static func continues(_ rest: ByteView, kind: Int) -> Bool {
        guard !rest.has("TAG"), !rest.has("APETAGEX"), !rest.has("LYRICSBEGIN") else { return false }
        return (0..<max(0, rest.count - 4)).contains { offset in
            guard let frame = MPEGFrame(rest, at: offset), frame.kind == kind else { return false }
            return MPEGFrame(rest, at: offset + frame.length)?.kind == kind
        }
    }
}
