import Foundation
import NIOCore

/// Takes a `multipart/form-data` body apart as it comes (RFC 7578) and keeps the first part that is a file.
///
/// However the body is cut, the part is the same. Holds no more than a boundary, or the head of one part, which has a limit.
struct MultipartParser {
    /// With the line break that comes before it.
    private let delimiter: [UInt8]
    private var state = State.preamble
    /// What has come and is not yet understood.
    private var pending: [UInt8]
    private(set) var fileName: String?

    private enum State {
        case preamble, afterDelimiter, head, file, otherPart, done
    }

    static let longestHead = 8192

    /// - Throws: `APIError` when the content type names no boundary that RFC 2046 allows.
    init(contentType: String) throws(APIError) {
        guard let boundary = Self.parameter("boundary", of: contentType), (1...70).contains(boundary.utf8.count),
            boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw APIError(.badRequest, "The Content-Type multipart/form-data names no boundary.") }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter may stand at the very beginning.
        pending = [0x0D, 0x0A]
    }

    /// Whether the closing delimiter has come.
    var isDone: Bool { state == .done }
    /// Whether a file has been found and was whole.
    private(set) var hasFile = false

    /// Returns the bytes of the file that have become certain.
    mutating func accept(_ bytes: some Sequence<UInt8>) throws(APIError) -> [UInt8] {
        pending += bytes
        var file: [UInt8] = []
        while try advance(&file) {}
        return file
    }

    /// One step; false when more bytes are needed.
    private mutating func advance(_ file: inout [UInt8]) throws(APIError) -> Bool {
        switch state {
        case .done:
            pending = []
            return false
        case .preamble, .file, .otherPart:
            let place = Self.find(delimiter, in: pending)
            let certain = place ?? max(0, pending.count - delimiter.count)
            if state == .file { file += pending[..<certain] }
            pending.removeFirst(place.map { $0 + delimiter.count } ?? certain)
            guard place != nil else { return false }
            if state == .file { hasFile = true }
            state = .afterDelimiter
            return true
        case .afterDelimiter:
            guard pending.count >= 2 else { return false }
            switch (pending[0], pending[1]) {
            case (0x2D, 0x2D): state = .done
            case (0x0D, 0x0A): state = .head
            case (0x20, _), (0x09, _):
                // Padding that transports may add.
                pending.removeFirst()
                return true
            default: throw APIError(.badRequest, "The multipart body is malformed after a boundary.")
            }
            // The line break stays: it may also be the first half of what ends an empty head.
            if state == .done { pending.removeFirst(2) }
            return true
        case .head:
            guard let end = Self.find([0x0D, 0x0A, 0x0D, 0x0A], in: pending) else {
                guard pending.count <= Self.longestHead else {
                    throw APIError(.badRequest, "The head of a part of the multipart body is too long.")
                }
                return false
            }
            guard end <= Self.longestHead else {
                throw APIError(.badRequest, "The head of a part of the multipart body is too long.")
            }
            let head = String(decoding: pending[..<end], as: UTF8.self)
            pending.removeFirst(end + 4)
            let name = hasFile ? nil : Self.fileName(in: head)
            fileName = name ?? fileName
            state = name == nil ? .otherPart : .file
            return true
        }
    }

    private static func fileName(in head: String) -> String? {
        for line in head.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":"),
                line[..<colon].trimmingCharacters(in: .whitespaces).lowercased() == "content-disposition"
            else { continue }
            return parameter("filename", of: String(line[line.index(after: colon)...]))
        }
        return nil
    }

    /// `boundary` of `multipart/form-data; boundary="…"`.
    static func parameter(_ name: String, of header: String) -> String? {
        var rest = Substring(header)
        while let semicolon = rest.firstIndex(of: ";") {
            rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let key = rest[..<equals].trimmingCharacters(in: .whitespaces).lowercased()
            rest = rest[rest.index(after: equals)...]
            let value: String
            if rest.first == "\"" {
                let inner = rest.dropFirst()
                guard let end = inner.firstIndex(of: "\"") else { return nil }
                value = String(inner[..<end])
                rest = inner[inner.index(after: end)...]
            } else {
                let end = rest.firstIndex(of: ";") ?? rest.endIndex
                value = rest[..<end].trimmingCharacters(in: .whitespaces)
                rest = rest[end...]
            }
            if key == name { return value }
        }
        return nil
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8]) -> Int? {
        guard bytes.count >= pattern.count else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern in
                (0...bytes.count - pattern.count).first { start in
                    bytes[start] == pattern[0] && (1..<pattern.count).allSatisfy { bytes[start + $0] == pattern[$0] }
                }
            }
        }
    }
}
