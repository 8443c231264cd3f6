import CSndFile
import Foundation

/// A file that exists in memory only, for libsndfile to encode into and to decode from.
final class MemoryFile {
    private var bytes: [UInt8] = []
    private var position = 0

    /// Encodes samples in −1…1, and decodes them again.
    ///
    /// - Parameter format: libsndfile's container and encoding.
    /// - Returns: as many samples as there were, or nil when the library refuses the format.
    func roundTrip(_ samples: [Float], sampleRate: Int32, format: Int32, compression: Double? = nil) -> [Float]? {
        bytes.removeAll(keepingCapacity: true)
        var information = SF_INFO()
        information.samplerate = sampleRate
        information.channels = 1
        information.format = format
        guard let encoder = open(Int32(SFM_WRITE), &information) else { return nil }
        sf_command(encoder, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
        if var compression {
            sf_command(encoder, Int32(SFC_SET_COMPRESSION_LEVEL), &compression, Int32(MemoryLayout<Double>.size))
        }
        let written = sf_writef_float(encoder, samples, sf_count_t(samples.count))
        guard sf_close(encoder) == 0, Int(written) == samples.count else { return nil }
        var found = SF_INFO()
        guard let decoder = open(Int32(SFM_READ), &found) else { return nil }
        defer { sf_close(decoder) }
        guard found.samplerate == sampleRate, found.channels == 1 else { return nil }
        // A codec of fixed frames gives more, one that cuts its last frame short may give less.
        var output = [Float](repeating: 0, count: samples.count)
        let count = sf_count_t(output.count)
        guard sf_readf_float(decoder, &output, count) >= 0 else { return nil }
        return output
    }

    private func open(_ mode: Int32, _ information: inout SF_INFO) -> OpaquePointer? {
        position = 0
        var callbacks = Self.callbacks
        return sf_open_virtual(&callbacks, mode, &information, Unmanaged.passUnretained(self).toOpaque())
    }

    private func read(_ space: UnsafeMutableRawPointer, _ count: Int) -> Int {
        let taken = min(count, bytes.count - position)
        guard taken > 0 else { return 0 }
        bytes.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { space.copyMemory(from: base + position, byteCount: taken) }
        }
        position += taken
        return taken
    }

    private func write(_ source: UnsafeRawPointer, _ count: Int) -> Int {
        guard count > 0 else { return 0 }
        if position + count > bytes.count { bytes += [UInt8](repeating: 0, count: position + count - bytes.count) }
        bytes.withUnsafeMutableBytes { bytes in
            if let base = bytes.baseAddress { (base + position).copyMemory(from: source, byteCount: count) }
        }
        position += count
        return count
    }

    private func seek(_ offset: Int, _ whence: Int32) -> Int {
        let origin = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : bytes.count
        // No codec looks beyond what it wrote.
        guard offset >= -origin, offset <= bytes.count - origin else { return -1 }
        position = origin + offset
        return position
    }

    private static let callbacks = SF_VIRTUAL_IO(
        get_filelen: { context in sf_count_t(MemoryFile.from(context)?.bytes.count ?? 0) },
        seek: { offset, whence, context in sf_count_t(MemoryFile.from(context)?.seek(Int(offset), whence) ?? -1) },
        read: { space, count, context in
            guard let space, let file = MemoryFile.from(context) else { return 0 }
            return sf_count_t(file.read(space, Int(count)))
        },
        write: { source, count, context in
            guard let source, let file = MemoryFile.from(context) else { return 0 }
            return sf_count_t(file.write(source, Int(count)))
        },
        tell: { context in sf_count_t(MemoryFile.from(context)?.position ?? -1) })

    private static func from(_ context: UnsafeMutableRawPointer?) -> MemoryFile? {
        context.map { Unmanaged<MemoryFile>.fromOpaque($0).takeUnretainedValue() }
    }
}
