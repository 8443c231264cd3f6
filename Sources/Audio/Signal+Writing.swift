import CSndFile
import Foundation

/// How samples are stored in a WAV file.
public enum WaveEncoding: Hashable, Sendable {
    /// 16-bit integers; samples beyond full scale are clipped.
    case integer16
    /// 32-bit floats, bit for bit.
    case float32
}

extension Signal {
    /// Writes a WAV file: beside its place first, then moved there, so that no half-written file is ever seen.
    ///
    /// - Throws: `AudioError` when a sample is infinite or NaN, or when the file cannot be written; nothing is left
    ///   behind then.
    public func write(toWAV path: String, encoding: WaveEncoding = .integer16) throws(AudioError) {
        if let index = samples.withUnsafeBufferPointer({ firstNotFinite($0.baseAddress, count: $0.count) }) {
            throw AudioError(path: path, fact: .notFinite(time: Double(index) / Double(sampleRate)))
        }
        let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).partial"
        do throws(AudioError) {
            try writeWhole(temporary, named: path, encoding)
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let code = errno
            unlink(temporary)
            throw AudioError(path: path, fact: .unwritable(system: systemMessage(code)))
        }
    }

    private func writeWhole(_ temporary: String, named path: String, _ encoding: WaveEncoding) throws(AudioError) {
        func failure(_ system: String) -> AudioError { AudioError(path: path, fact: .unwritable(system: system)) }
        // Opened by us: libsndfile would not say why it cannot.
        let descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw failure(systemMessage(errno)) }
        defer { close(descriptor) }
        var information = SF_INFO()
        information.samplerate = Int32(clamping: sampleRate)
        information.channels = 1
        let subtype = encoding == .integer16 ? SF_FORMAT_PCM_16 : SF_FORMAT_FLOAT
        information.format = Int32(SF_FORMAT_WAV | subtype)
        guard let handle = sf_open_fd(descriptor, Int32(SFM_WRITE), &information, 0) else {
            throw failure("libsndfile refuses it")
        }
        // A chunk with the time of writing and the peak would make two files of one signal differ.
        sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
        let written = encoding == .integer16 ? writeIntegers(handle) : writeFloats(handle)
        let code = sf_error(handle)
        guard sf_close(handle) == 0, code == SF_ERR_NO_ERROR, written == samples.count else {
            throw failure(code == SF_ERR_NO_ERROR ? "the disk took only a part of it" : SoundFile.message(code))
        }
    }

    private func writeFloats(_ handle: OpaquePointer) -> Int {
        samples.withUnsafeBufferPointer { space in
            space.baseAddress.map { Int(sf_writef_float(handle, $0, sf_count_t(space.count))) } ?? 0
        }
    }

    /// Scaled by 32768, as decoders do: libsndfile itself would scale by 32767, and reading would not give back what
    /// was written.
    private func writeIntegers(_ handle: OpaquePointer) -> Int {
        var written = 0
        while written < samples.count {
            let block = samples[written..<min(samples.count, written + 8192)].map { sample in
                Int16(max(-32768, min(32767, (sample * 32768).rounded(.toNearestOrEven))))
            }
            let count = block.withUnsafeBufferPointer { space in
                space.baseAddress.map { Int(sf_writef_short(handle, $0, sf_count_t(space.count))) } ?? 0
            }
            guard count == block.count else { break }
            written += count
        }
        return written
    }
}
