import CSndFile
import Foundation

/// How samples are stored in a WAV file.
public enum WaveEncoding: Hashable, Sendable {
    /// 16-bit integers; samples beyond full scale are clipped.
    case integer16
    /// 32-bit floats, bit for bit.
    case float32
}

/// Writes a WAV file of one channel block by block: beside its place, and moved there by ``commit()``.
///
///     let writer = try WaveWriter(path: "call.wav", sampleRate: 16000)
///     while let block = try microphone.nextBlock() { try writer.write(block) }
///     try writer.commit()
///
/// Without a commit nothing is left behind; after a write that failed, as on a full disk, a commit keeps what was written before. One task
/// uses it.
public final class WaveWriter {
    private let path: String
    private let temporary: String
    private let encoding: WaveEncoding
    private let descriptor: Int32
    /// Nil once it is closed.
    private var handle: OpaquePointer?

    /// - Parameter sampleRate: in hertz.
    /// - Throws: `AudioError` when the file cannot be written there.
    public init(path: String, sampleRate: Int, encoding: WaveEncoding = .integer16) throws(AudioError) {
        let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).partial"
        // Opened by us: libsndfile would not say why it cannot.
        let descriptor = open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw AudioError(path: path, fact: .unwritable(system: systemMessage(errno))) }
        var information = SF_INFO()
        information.samplerate = Int32(clamping: sampleRate)
        information.channels = 1
        let subtype = encoding == .integer16 ? SF_FORMAT_PCM_16 : SF_FORMAT_FLOAT
        information.format = Int32(SF_FORMAT_WAV | subtype)
        guard let handle = sf_open_fd(descriptor, Int32(SFM_WRITE), &information, 0) else {
            close(descriptor)
            unlink(temporary)
            throw AudioError(path: path, fact: .unwritable(system: "libsndfile refuses it"))
        }
        // A chunk with the time of writing and the peak would make two files of one signal differ.
        sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
        (self.path, self.temporary, self.encoding) = (path, temporary, encoding)
        (self.descriptor, self.handle) = (descriptor, handle)
    }

    deinit {
        guard let handle else { return }
        sf_close(handle)
        close(descriptor)
        unlink(temporary)
    }

    /// - Parameter samples: finite; full scale ±1.
    public func write(_ samples: [Float]) throws(AudioError) {
        guard let handle else { return }
        let written = encoding == .integer16 ? writeIntegers(samples, handle) : writeFloats(samples, handle)
        guard written == samples.count else { throw failure(sf_error(handle), system: errno) }
    }

    /// Ends the file and moves it to its place.
    public func commit() throws(AudioError) {
        guard let handle else { return }
        self.handle = nil
        let closed = sf_close(handle)
        let code = errno
        close(descriptor)
        guard closed == 0 else {
            unlink(temporary)
            throw failure(closed, system: code)
        }
        guard rename(temporary, path) == 0 else {
            let code = errno
            unlink(temporary)
            throw AudioError(path: path, fact: .unwritable(system: systemMessage(code)))
        }
    }

    /// - Parameter system: the system's number, where libsndfile says no more than that the system failed.
    private func failure(_ code: Int32, system: Int32) -> AudioError {
        let reason =
            code == SF_ERR_NO_ERROR
            ? "the disk took only a part of it" : code == SF_ERR_SYSTEM ? systemMessage(system) : SoundFile.message(code)
        return AudioError(path: path, fact: .unwritable(system: reason))
    }

    private func writeFloats(_ samples: [Float], _ handle: OpaquePointer) -> Int {
        samples.withUnsafeBufferPointer { space in
            space.baseAddress.map { Int(sf_writef_float(handle, $0, sf_count_t(space.count))) } ?? 0
        }
    }

    /// Scaled by 32768, as decoders do: libsndfile itself would scale by 32767, and reading would not give back what
    /// was written.
    private func writeIntegers(_ samples: [Float], _ handle: OpaquePointer) -> Int {
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
