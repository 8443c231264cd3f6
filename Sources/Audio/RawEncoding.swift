/// How headerless samples are written, as a recorder pipes them.
public enum RawEncoding: String, Hashable, Sendable, CaseIterable {
    /// 16-bit signed integers, little-endian.
    case s16le
    /// 32-bit floats, little-endian, full scale ±1.
    case f32le

    /// In bytes.
    public var sampleSize: Int {
        switch self {
        case .s16le: 2
        case .f32le: 4
        }
    }
}
