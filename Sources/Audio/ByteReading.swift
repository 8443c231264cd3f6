/// Integers inside bytes; a place outside of them reads as 0, so that a cut header is never a crash.
struct ByteView {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var count: Int { bytes.count }

    func byte(_ offset: Int) -> Int {
        bytes.indices.contains(offset) ? Int(bytes[offset]) : 0
    }

    func little16(_ offset: Int) -> Int { byte(offset) | byte(offset + 1) << 8 }
    func big16(_ offset: Int) -> Int { byte(offset) << 8 | byte(offset + 1) }
    func little32(_ offset: Int) -> Int { little16(offset) | little16(offset + 2) << 16 }
    func big32(_ offset: Int) -> Int { big16(offset) << 16 | big16(offset + 2) }

    /// 0…2⁶³−1; larger numbers become the largest.
    func little64(_ offset: Int) -> Int {
        let high = little32(offset + 4)
        return high > 0x7FFF_FFFF ? Int.max : high << 32 | little32(offset)
    }

    func big64(_ offset: Int) -> UInt64 {
        UInt64(big32(offset)) << 32 | UInt64(big32(offset + 4))
    }

    /// Whether these characters stand at `offset`.
    func has(_ text: StaticString, at offset: Int = 0) -> Bool {
        let length = text.utf8CodeUnitCount
        guard offset >= 0, offset + length <= bytes.count else { return false }
        return (0..<length).allSatisfy { bytes[offset + $0] == text.utf8Start[$0] }
    }

    /// Whether these bytes stand at `offset`.
    func has(bytes wanted: [UInt8], at offset: Int = 0) -> Bool {
        guard offset >= 0, offset + wanted.count <= bytes.count else { return false }
        return bytes[offset..<offset + wanted.count].elementsEqual(wanted)
    }
}
