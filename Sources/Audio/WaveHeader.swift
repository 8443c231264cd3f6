import CSndFile

/// The chunks of a WAV file (RIFF, big-endian RIFX, 64-bit RF64 and BW64) as far as the decoder hides what they say.
///
/// libsndfile silently shortens a recording whose header promises more than the file has, and takes the 0 of a program
/// that wrote to a pipe for a recording without samples.
struct WaveHeader {
    let formatTag: Int
    let channelCount: Int
    /// In hertz.
    let sampleRate: Int
    /// In bytes from the start of the file.
    let dataOffset: Int
    /// Where the samples have to be read without the header: it does not say how many there are.
    let streamed: RawStretch?

    /// - Throws: `AudioError` for a header that is cut, impossible, or promises more than there is.
    init(_ file: RegularFile) throws(AudioError) {
        func failure(_ fact: AudioError.Fact) -> AudioError { AudioError(path: file.path, fact: fact) }
        let riff = ByteView(try file.bytes(at: 0, count: 12))
        let isBig = riff.has("RIFX")
        var format: ByteView?
        var longDataSize: Int?
        var position = 12
        var data: (offset: Int, size: Int)?

        for _ in 0..<Self.chunkLimit where data == nil {
            let header = ByteView(try file.bytes(at: position, count: 8))
            guard header.count == 8 else { break }
            let size = isBig ? header.big32(4) : header.little32(4)
            if header.has("fmt ") {
                let view = ByteView(try file.bytes(at: position + 8, count: min(size, 40)))
                guard view.count == min(size, 40) else { throw failure(.headerTruncated(format: "WAV")) }
                format = view
            }
            if header.has("ds64") {
                longDataSize = ByteView(try file.bytes(at: position + 8, count: 28)).little64(8)
            }
            if header.has("data") {
                data = (position + 8, size)
            }
            // Chunks begin at even offsets.
            position += 8 + size + size % 2
        }
        guard let data else {
            throw failure(
                position > file.size - 8
                    ? .headerTruncated(format: "WAV") : .missingPart(format: "WAV", part: "data chunk"))
        }
        guard let format, format.count >= 14 else {
            throw failure(.missingPart(format: "WAV", part: "fmt chunk"))
        }
        func short(_ offset: Int) -> Int { isBig ? format.big16(offset) : format.little16(offset) }
        let isExtensible = short(0) == 0xFFFE && format.count >= 40
        formatTag = isExtensible ? short(24) : short(0)
        channelCount = short(2)
        sampleRate = isBig ? format.big32(4) : format.little32(4)
        dataOffset = data.offset
        let byteRate = isBig ? format.big32(8) : format.little32(8)
        let bits = short(14)

        try AudioReader.checkShape(sampleRate: sampleRate, channelCount: channelCount, path: file.path)

        let available = max(0, file.size - data.offset)
        let size = data.size == 0xFFFF_FFFF ? longDataSize ?? data.size : data.size
        if try Self.isUnknown(size, available: available, at: data.offset, in: file) {
            if let subtype = Self.subtype(formatTag, bits) {
                let byteOrder = isBig ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE
                streamed = RawStretch(
                    offset: data.offset, format: Int32(SF_FORMAT_RAW | byteOrder | subtype),
                    channelCount: channelCount, sampleRate: sampleRate)
            } else {
                streamed = nil
            }
            return
        }
        streamed = nil
        guard size <= available else {
            let isLinear = Self.subtype(formatTag, bits) != nil
            let bytesPerSecond = isLinear ? channelCount * sampleRate * ((bits + 7) / 8) : byteRate
            let rate = Double(max(1, bytesPerSecond))
            throw failure(.truncated(found: Double(available) / rate, promised: Double(size) / rate))
        }
    }

    /// Whether a program that could not go back wrote this size: 0, or one of the largest numbers.
    private static func isUnknown(
        _ size: Int, available: Int, at offset: Int, in file: RegularFile
    ) throws(AudioError) -> Bool {
        guard size == 0 else {
            return size > available && (size >= 0xFFFF_F000 || 0x7FFF_F000...0x8000_0000 ~= size)
        }
        // A chunk of no samples may also be meant: then another chunk follows, or nothing.
        let next = ByteView(try file.bytes(at: offset, count: 8))
        let isChunk = (0..<4).allSatisfy { (0x20...0x7E).contains(next.byte($0)) } && next.little32(4) <= available - 8
        return available > 0 && !isChunk
    }

    /// libsndfile's name for samples that lie one after the other; `nil` for what comes in packets.
    private static func subtype(_ tag: Int, _ bits: Int) -> Int? {
        switch (tag, (bits + 7) / 8) {
        case (1, 1): SF_FORMAT_PCM_U8
        case (1, 2): SF_FORMAT_PCM_16
        case (1, 3): SF_FORMAT_PCM_24
        case (1, 4): SF_FORMAT_PCM_32
        case (3, 4): SF_FORMAT_FLOAT
        case (3, 8): SF_FORMAT_DOUBLE
        case (6, 1): SF_FORMAT_ALAW
        case (7, 1): SF_FORMAT_ULAW
        default: nil
        }
    }

    private static let chunkLimit = 4096
}
