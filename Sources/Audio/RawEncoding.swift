/// How headerless samples are written, as a recorder pipes them.
public enum RawEncoding: String, Codable, Hashable, Sendable, CaseIterable {
    /// 16-bit signed integers, little-endian.
    case s16le
    /// 32-bit floats, little-endian, full scale ±1.
    case f32le
    /// 8-bit μ-law, as telephones send it (ITU-T G.711).
    case mulaw

    /// In bytes.
    public var sampleSize: Int {
        switch self {
        case .s16le: 2
        case .f32le: 4
        case .mulaw: 1
        }
    }

    /// Turns `count` samples into floats; the bytes need not be aligned.
    func decode(_ bytes: UnsafeRawPointer, into samples: UnsafeMutablePointer<Float>, count: Int) {
        switch self {
        case .s16le:
            for index in 0..<count {
                let value = Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * index, as: Int16.self))
                samples[index] = Float(value) * (1 / 32768)
            }
        case .f32le:
            UnsafeMutableRawPointer(samples).copyMemory(from: bytes, byteCount: count * 4)
            littleEndianFloats(samples, count: count)
        case .mulaw:
            for index in 0..<count { samples[index] = Self.muLaw(bytes.load(fromByteOffset: index, as: UInt8.self)) }
        }
    }

    /// G.711's expansion: a sign, three bits of exponent and four of mantissa, all inverted; 14 bits of range.
    static func muLaw(_ code: UInt8) -> Float {
        let bits = Int(~code)
        let magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84
        return Float(bits & 0x80 != 0 ? -magnitude : magnitude) * (1 / 32768)
    }
}
