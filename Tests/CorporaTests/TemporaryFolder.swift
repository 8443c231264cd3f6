import Foundation
import UndertoneAudio

/// A folder for one test, gone with it.
final class TemporaryFolder {
    let path: String

    init(_ files: [String: String] = [:]) throws {
        path = NSTemporaryDirectory() + "undertone-corpora-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(name, Data(text.utf8)) }
    }

    /// Empty files: readers look at names only.
    convenience init(empty names: [String]) throws {
        try self.init(Dictionary(names.map { ($0, "") }) { first, _ in first })
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    @discardableResult
    func write(_ name: String, _ data: Data) throws -> String {
        let file = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try data.write(to: URL(fileURLWithPath: file))
        return file
    }

    /// A 16-bit WAV file.
    @discardableResult
    func writeSound(_ name: String, _ signal: Signal) throws -> String {
        func little<Number: FixedWidthInteger>(_ number: Number) -> Data {
            withUnsafeBytes(of: number.littleEndian) { Data($0) }
        }
        let samples = signal.samples.map { Int16(max(-32768, min(32767, ($0 * 32768).rounded()))) }
        var data = Data("RIFF".utf8) + little(UInt32(36 + 2 * samples.count)) + Data("WAVEfmt ".utf8)
        data += little(UInt32(16)) + little(UInt16(1)) + little(UInt16(1)) + little(UInt32(signal.sampleRate))
        data += little(UInt32(2 * signal.sampleRate)) + little(UInt16(2)) + little(UInt16(16))
        data += Data("data".utf8) + little(UInt32(2 * samples.count))
        for sample in samples { data += little(sample) }
        return try write(name, data)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }
}
