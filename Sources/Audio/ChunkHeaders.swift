import Foundation

/// What AIFF, AU and CAF headers promise, held against what the file has: libsndfile silently shortens the recording,
/// or calls it malformed.
enum ChunkHeaders {
    /// AIFF and AIFF-C: COMM says how many frames, SSND how many bytes.
    static func checkAIFF(_ file: RegularFile) throws(AudioError) {
        func failure(_ fact: AudioError.Fact) -> AudioError { AudioError(path: file.path, fact: fact) }
        var position = 12
        var common: ByteView?
        for _ in 0..<4096 {
            let header = ByteView(try file.bytes(at: position, count: 8))
            guard header.count == 8 else { break }
            let size = header.big32(4)
            if header.has("COMM") {
                let view = ByteView(try file.bytes(at: position + 8, count: 18))
                guard view.count == 18 else { throw failure(.headerTruncated(format: "AIFF")) }
                try checkShape(channelCount: view.big16(0), sampleRate: extended(view, at: 8), file)
                common = view
            }
            if header.has("SSND") {
                let available = max(0, file.size - position - 8)
                guard let common, size > available else { return }
                let promised = Double(common.big32(2)) / extended(common, at: 8)
                let part = Double(max(0, available - 8)) / Double(max(1, size - 8))
                throw failure(.truncated(found: promised * part, promised: promised))
            }
            position += 8 + size + size % 2
        }
        throw failure(
            position > file.size - 8
                ? .headerTruncated(format: "AIFF") : .missingPart(format: "AIFF", part: "SSND chunk"))
    }

    /// AU: one header; a size of all ones means "to the end".
    static func checkAU(_ file: RegularFile) throws(AudioError) {
        let view = ByteView(try file.bytes(at: 0, count: 24))
        guard view.count == 24 else { throw AudioError(path: file.path, fact: .headerTruncated(format: "AU")) }
        let isBig = view.has(".snd")
        func word(_ offset: Int) -> Int { isBig ? view.big32(offset) : view.little32(offset) }
        try checkShape(channelCount: word(20), sampleRate: Double(word(16)), file)
        let (size, available) = (word(8), max(0, file.size - word(4)))
        guard size != 0xFFFF_FFFF, size > available else { return }
        let widths = [1: 1, 2: 1, 3: 2, 4: 3, 5: 4, 6: 4, 7: 8, 27: 1]
        let bytesPerSecond = Double(word(16) * word(20) * (widths[word(12)] ?? 1))
        throw AudioError(
            path: file.path,
            fact: .truncated(found: Double(available) / bytesPerSecond, promised: Double(size) / bytesPerSecond))
    }

    /// CAF: "desc" says what a packet is, "data" how many bytes of them; a size of −1 means "to the end".
    static func checkCAF(_ file: RegularFile) throws(AudioError) {
        func failure(_ fact: AudioError.Fact) -> AudioError { AudioError(path: file.path, fact: fact) }
        var position = 8
        var secondsPerByte: Double?
        for _ in 0..<4096 {
            let header = ByteView(try file.bytes(at: position, count: 12))
            guard header.count == 12 else { throw failure(.headerTruncated(format: "CAF")) }
            let size = header.big64(4)
            if header.has("desc") {
                let view = ByteView(try file.bytes(at: position + 12, count: 32))
                guard view.count == 32 else { throw failure(.headerTruncated(format: "CAF")) }
                let rate = Double(bitPattern: view.big64(0))
                try checkShape(channelCount: view.big32(24), sampleRate: rate, file)
                let (bytes, frames) = (view.big32(16), view.big32(20))
                secondsPerByte = bytes > 0 && frames > 0 ? Double(frames) / Double(bytes) / rate : nil
            }
            let available = UInt64(max(0, file.size - position - 12))
            if header.has("data") {
                guard let secondsPerByte, size != .max, size > available else { return }
                throw failure(
                    .truncated(found: Double(available) * secondsPerByte, promised: Double(size) * secondsPerByte))
            }
            guard size <= available else { throw failure(.headerTruncated(format: "CAF")) }
            position += 12 + Int(size)
        }
    }

    private static func checkShape(channelCount: Int, sampleRate: Double, _ file: RegularFile) throws(AudioError) {
        let rate = Int(max(-1e9, min(1e9, sampleRate.isNaN ? 0 : sampleRate)))
        try AudioReader.checkShape(sampleRate: rate, channelCount: channelCount, path: file.path)
    }

    /// The 80-bit floating-point number in which AIFF writes its rate.
    private static func extended(_ view: ByteView, at offset: Int) -> Double {
        let exponent = (view.big16(offset) & 0x7FFF) - 16383 - 63
        let magnitude = scalbn(Double(view.big64(offset + 2)), exponent)
        return view.byte(offset) & 0x80 != 0 ? -magnitude : magnitude
    }
}
