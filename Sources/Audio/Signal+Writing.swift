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
    /// - Throws: `AudioError` when the file cannot be written; nothing is left behind then.
    public func write(toWAV path: String, encoding: WaveEncoding = .integer16) throws(AudioError) {
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
        sf_command(handle, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
        // A chunk with the time of writing and the peak would make two files of one signal differ.
        sf_command(handle, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
        let written = samples.withUnsafeBufferPointer { space in
            space.baseAddress.map { sf_writef_float(handle, $0, sf_count_t(space.count)) } ?? 0
        }
        let code = sf_error(handle)
        guard sf_close(handle) == 0, code == SF_ERR_NO_ERROR, Int(written) == samples.count else {
            throw failure(code == SF_ERR_NO_ERROR ? "the disk took only a part of it" : SoundFile.message(code))
        }
    }
}
