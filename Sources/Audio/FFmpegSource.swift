/// A recording that the `ffmpeg` program decodes: AAC, M4A, and the sound of a video.
///
/// The program writes 32-bit floats at the recording's own rate and channels, under a WAV header that says both; mixing
/// and resampling are ours, the same as for any other recording.
final class FFmpegSource: FrameSource {
    private(set) var sampleRate = 0
    private(set) var channelCount = 0
    let frameCount: Int? = nil
    let format: String
    private let path: String
    private let process: ChildProcess
    /// Bytes of a frame that has not come whole yet.
    private var pending: [UInt8] = []
    private var hasEnded = false

    init(program: String, path: String, container: String) throws(AudioError) {
        self.path = path
        format = "\(container), by ffmpeg"
        do {
            process = try ChildProcess(program: program, arguments: Self.arguments(path: path))
        } catch {
            throw AudioError(path: path, fact: .ffmpegFailed(message: systemMessage(error.code)))
        }
        try readHeader()
    }

    func read(into frames: UnsafeMutablePointer<Float>, count: Int) throws(AudioError) -> Int {
        guard !hasEnded else { return 0 }
        let frameBytes = 4 * channelCount
        let target = UnsafeMutableRawPointer(frames)
        var filled = pending.count
        target.copyMemory(from: pending, byteCount: filled)
        pending = []
        while filled < frameBytes {
            let got = try receive(target + filled, count: count * frameBytes - filled)
            guard got > 0 else {
                try end()
                guard filled == 0 else {
                    throw AudioError(path: path, fact: .partialFrame(bytes: filled, frameBytes: frameBytes))
                }
                return 0
            }
            filled += got
        }
        let whole = filled / frameBytes
        pending = Array(UnsafeRawBufferPointer(start: target + whole * frameBytes, count: filled % frameBytes))
        littleEndianFloats(frames, count: whole * channelCount)
        return whole
    }

    /// The chunks up to the samples; there is no way back in a pipe, so they are read as they come.
    private func readHeader() throws(AudioError) {
        _ = try exactly(12)
        for _ in 0..<64 {
            let chunk = ByteView(try exactly(8))
            if chunk.has("data") { return try checkHeader() }
            let size = chunk.little32(4)
            guard size <= 65536 else { break }
            let body = ByteView(try exactly(size + size % 2))
            if chunk.has("fmt ") {
                channelCount = body.little16(2)
                sampleRate = body.little32(4)
                guard body.little16(14) == 32 else { break }
            }
        }
        throw AudioError(path: path, fact: .ffmpegFailed(message: "its output has no WAV header"))
    }

    private func checkHeader() throws(AudioError) {
        guard channelCount > 0, sampleRate > 0 else { throw AudioError(path: path, fact: .zeroChannels) }
    }

    private func exactly(_ count: Int) throws(AudioError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = try bytes.withUnsafeMutableBufferPointer { space throws(AudioError) in
                guard let start = UnsafeMutableRawPointer(space.baseAddress) else { return 0 }
                return try receive(start + filled, count: count - filled)
            }
            guard got > 0 else {
                try end()
                throw AudioError(path: path, fact: .ffmpegFailed(message: "it gave no sound"))
            }
            filled += got
        }
        return bytes
    }

    private func receive(_ bytes: UnsafeMutableRawPointer, count: Int) throws(AudioError) -> Int {
        guard let got = process.read(into: bytes, count: count, timeout: Self.patience) else {
            throw AudioError(path: path, fact: .ffmpegFailed(message: "it gave nothing for \(Int(Self.patience)) s"))
        }
        return got
    }

    /// After the last sample: anything ffmpeg complained about means that something is missing.
    private func end() throws(AudioError) {
        hasEnded = true
        let (status, complaints) = process.finish()
        guard status > 0 || !complaints.isEmpty else { return }
        // Its last line about a video without sound is advice on its own options.
        let isMute = complaints.contains { $0.contains("matches no streams") }
        let last = complaints.last.map(withoutOrigin) ?? "it ended with status \(status)"
        throw AudioError(path: path, fact: .ffmpegFailed(message: isMute ? "it has no sound" : last))
    }

    /// Without "[mov,mp4 @ 0x55…]" and the file's name, which differ from run to run or are said already.
    private func withoutOrigin(_ line: String) -> String {
        var line = line[...]
        while line.hasPrefix("["), let end = line.firstIndex(of: "]") {
            line = line[line.index(after: end)...].drop { $0 == " " }
        }
        for prefix in ["file:\(path): ", "\(path): "] where line.hasPrefix(prefix) {
            line = line.dropFirst(prefix.count)
        }
        return sentencePart(String(line))
    }

    private static func arguments(path: String) -> [String] {
        [
            "-nostdin", "-hide_banner", "-v", "error", "-xerror",
            // A playlist or a reference inside a file must not reach the network.
            "-protocol_whitelist", "file,pipe", "-i", "file:\(path)",
            "-map", "0:a:0", "-vn", "-sn", "-dn", "-map_metadata", "-1", "-fflags", "+bitexact",
            "-c:a", "pcm_f32le", "-f", "wav", "pipe:1",
        ]
    }

    /// In seconds: how long a program that decodes some thousand times faster than the sound lasts may be silent.
    private static let patience = 60.0
}

/// Floats as they come from a file or a pipe, little-endian on any machine.
func littleEndianFloats(_ samples: UnsafeMutablePointer<Float>, count: Int) {
    guard 1.littleEndian != 1 else { return }
    for index in 0..<count { samples[index] = Float(bitPattern: samples[index].bitPattern.byteSwapped) }
}
