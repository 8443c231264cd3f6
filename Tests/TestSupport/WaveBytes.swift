/// The bytes of a WAV file, each field free to lie.
public struct WaveBytes {
    public var tag = 1
    public var channelCount = 1
    public var sampleRate = 16000
    public var bits = 16
    /// The true contents of the data chunk.
    public var data = [UInt8](repeating: 0, count: 3200)
    /// What the data chunk says; `nil` for the truth.
    public var declaredSize: Int?
    /// What the RIFF header says; `nil` for the truth.
    public var declaredFileSize: Int?
    public var hasFormat = true
    public var hasData = true
    /// Follows the data chunk.
    public var tail: [UInt8] = []

    public init() {}

    public init(_ change: (inout WaveBytes) -> Void) {
        change(&self)
    }

    public var bytes: [UInt8] {
        let frameSize = max(1, channelCount * bits / 8)
        var body = Array("WAVE".utf8)
        if hasFormat {
            body += Array("fmt ".utf8) + little(16, 4) + little(tag, 2) + little(channelCount, 2)
            body += little(sampleRate, 4) + little(sampleRate &* frameSize, 4) + little(frameSize, 2) + little(bits, 2)
        }
        if hasData { body += Array("data".utf8) + little(declaredSize ?? data.count, 4) + data }
        body += tail
        return Array("RIFF".utf8) + little(declaredFileSize ?? body.count, 4) + body
    }

    private func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
