/// A walk over the pages of an Ogg file (RFC 3533), which proves that nothing is missing.
///
/// The decoder skips a broken page without a word, ends at the end of the first of several recordings, and takes a
/// file that was cut for a shorter one. The walk checks every page's checksum and number and the mark of the last.
struct OggStream {
    enum Codec {
        case vorbis, opus, flac
        case other
    }

    let codec: Codec
    /// Whether this is the only stream, which is all that libsndfile reads.
    let isSingle: Bool

    init(_ file: RegularFile) throws(AudioError) {
        var pages = FilePages(file)
        let first = try pages.view(at: 0, count: 512)
        codec = Self.codec(first)
        let rate = Self.granuleRate(codec, first)
        let (serial, format) = (first.little32(14), "Ogg")
        var (position, number, time) = (0, 0, nil as Double?)
        var (hasEnded, others) = (false, false)
        func failure(_ fact: AudioError.Fact) -> AudioError { AudioError(path: file.path, fact: fact) }

        while position < file.size {
            let header = try pages.view(at: position, count: 27 + 255)
            guard header.has("OggS") else {
                if hasEnded { break }
                throw failure(.damaged(format: format, time: time))
            }
            let segments = header.byte(26)
            let length = (0..<segments).reduce(27 + segments) { $0 + header.byte(27 + $1) }
            let isComplete = header.count >= 27 && position + length <= file.size
            guard isComplete else {
                if hasEnded { break }
                throw failure(.streamTruncated(format: format, found: time))
            }
            if hasEnded { throw failure(.concatenated(format: format)) }
            if header.little32(14) != serial {
                // Another stream beside this one, a picture for instance: not for libsndfile.
                others = true
                break
            }
            let isSound = try pages.withBytes(at: position, count: length) { OggChecksum.matches($0) }
            guard isSound, header.little32(18) == number else { throw failure(.damaged(format: format, time: time)) }
            number = (number + 1) & 0xFFFF_FFFF
            let granule = header.little64(6)
            if let rate, granule < Int.max { time = Double(granule) / rate }
            hasEnded = header.byte(5) & 4 != 0
            position += length
        }
        guard hasEnded || others else { throw failure(.streamTruncated(format: format, found: time)) }
        isSingle = !others
    }

    private static func codec(_ first: ByteView) -> Codec {
        let packet = 27 + first.byte(26)
        if first.has("\u{1}vorbis", at: packet) { return .vorbis }
        if first.has("OpusHead", at: packet) { return .opus }
        if first.has("\u{7F}FLAC", at: packet) { return .flac }
        return .other
    }

    /// What one second is in the pages' positions, where it is easily told.
    private static func granuleRate(_ codec: Codec, _ first: ByteView) -> Double? {
        switch codec {
        case .opus: return 48000
        case .vorbis:
            let rate = first.little32(27 + first.byte(26) + 12)
            return rate > 0 ? Double(rate) : nil
        default: return nil
        }
    }
}

/// The checksum of an Ogg page: CRC-32 with polynomial 0x04C11DB7, not reflected, starting from 0.
enum OggChecksum {
    /// Whether a whole page carries its own checksum, in bytes 22…25, which count as 0.
    static func matches(_ page: UnsafeBufferPointer<UInt8>) -> Bool {
        guard page.count >= 27 else { return false }
        let written = (0..<4).reduce(UInt32(0)) { $0 | UInt32(page[22 + $1]) << (8 * UInt32($1)) }
        return tables.withUnsafeBufferPointer { tables in
            var sum = update(0, UnsafeBufferPointer(rebasing: page[..<22]), tables)
            for _ in 0..<4 { sum = sum << 8 ^ tables[Int(sum >> 24)] }
            return update(sum, UnsafeBufferPointer(rebasing: page[26...]), tables) == written
        }
    }

    /// Eight bytes at a time ("slicing", Kounavis and Berry 2005): this runs over every byte of every Ogg file.
    private static func update(
        _ start: UInt32, _ bytes: UnsafeBufferPointer<UInt8>, _ tables: UnsafeBufferPointer<UInt32>
    ) -> UInt32 {
        var sum = start
        var index = 0
        while index + 8 <= bytes.count {
            let high = sum ^ (UInt32(bytes[index]) << 24 | UInt32(bytes[index + 1]) << 16
                | UInt32(bytes[index + 2]) << 8 | UInt32(bytes[index + 3]))
            let first = tables[7 * 256 + Int(high >> 24)] ^ tables[6 * 256 + Int(high >> 16 & 0xFF)]
            let second = tables[5 * 256 + Int(high >> 8 & 0xFF)] ^ tables[4 * 256 + Int(high & 0xFF)]
            let third = tables[3 * 256 + Int(bytes[index + 4])] ^ tables[2 * 256 + Int(bytes[index + 5])]
            let fourth = tables[256 + Int(bytes[index + 6])] ^ tables[Int(bytes[index + 7])]
            sum = first ^ second ^ third ^ fourth
            index += 8
        }
        while index < bytes.count {
            sum = sum << 8 ^ tables[Int(sum >> 24) ^ Int(bytes[index])]
            index += 1
        }
        return sum
    }

    /// Table k maps a byte to its effect on the sum k bytes later.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var sum = UInt32(byte) << 24
            for _ in 0..<8 { sum = sum & 0x8000_0000 != 0 ? sum << 1 ^ 0x04C1_1DB7 : sum << 1 }
            tables[byte] = sum
        }
        for index in 256..<8 * 256 {
            let before = tables[index - 256]
            tables[index] = before << 8 ^ tables[Int(before >> 24)]
        }
        return tables
    }()
}
