/// A value of UBJSON (Universal Binary JSON, draft 12), in which XGBoost keeps its trees.
///
/// XGBoost's own reader (1.7) believes every length, reads past the end of bytes that are cut off, and never finds the end of a list that
/// has none. So bytes that others may have written are read here before it gets them.
enum UBJSON {
    case object([String: UBJSON])
    case list([UBJSON])
    case text(String)
    case integer(Int)
    /// A list of bare whole numbers.
    case integers([Int])
    /// A list of so many bare real numbers.
    case reals(count: Int)
    /// A real number, a truth or nothing.
    case other

    /// - Throws: ``LearningError/malformedWeights(reason:)`` for what is not one whole object.
    init(_ bytes: [UInt8]) throws {
        guard bytes.first == UInt8(ascii: "{") else { throw LearningError.malformedWeights(reason: "they are not UBJSON") }
        var reader = UBJSONReader(bytes)
        self = try reader.value(depth: 0)
        guard reader.isAtEnd else { throw LearningError.malformedWeights(reason: "more follows the UBJSON") }
    }

    /// Of an object.
    subscript(name: String) -> UBJSON? {
        if case .object(let members) = self { members[name] } else { nil }
    }
}

private struct UBJSONReader {
    private let bytes: [UInt8]
    private var position = 0

    /// Objects and lists in one another.
    private static let deepest = 64

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func value(depth: Int) throws -> UBJSON {
        guard depth < Self.deepest else { throw LearningError.malformedWeights(reason: "the UBJSON is nested too deeply") }
        let marker = try next()
        switch marker {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "S"): return .text(try text())
        case UInt8(ascii: "Z"), UInt8(ascii: "T"), UInt8(ascii: "F"): return .other
        default:
            let number = try number(marker)
            return number.map { .integer($0) } ?? .other
        }
    }

    private mutating func object(depth: Int) throws -> UBJSON {
        var members: [String: UBJSON] = [:]
        while try !passes("}") {
            let name = try text()
            // Which of the two XGBoost would take is its own affair.
            guard members.updateValue(try value(depth: depth + 1), forKey: name) == nil else {
                throw LearningError.malformedWeights(reason: "the UBJSON says “\(name)” twice")
            }
        }
        return .object(members)
    }

    /// What follows `[`: `$`, a type, `#` and a count before bare numbers; `#` and a count before values; or values up to `]`.
    private mutating func list(depth: Int) throws -> UBJSON {
        if try passes("$") {
            let marker = try next()
            guard try passes("#") else { throw LearningError.malformedWeights(reason: "a list of the UBJSON has no length") }
            let count = try count()
            let size = try size(of: marker)
            guard count <= (bytes.count - position) / size else {
                throw LearningError.malformedWeights(reason: "the UBJSON ends too early")
            }
            if isReal(marker) {
                position += count * size
                return .reals(count: count)
            }
            var integers: [Int] = []
            integers.reserveCapacity(count)
            for _ in 0..<count { integers.append(integer(size: size, isSigned: marker != UInt8(ascii: "U"))) }
            return .integers(integers)
        }
        var values: [UBJSON] = []
        if try passes("#") {
            for _ in 0..<(try count()) { values.append(try value(depth: depth + 1)) }
        } else {
            while try !passes("]") { values.append(try value(depth: depth + 1)) }
        }
        return .list(values)
    }

    private mutating func text() throws -> String {
        let count = try count()
        position += count
        return String(decoding: bytes[position - count..<position], as: UTF8.self)
    }

    /// A length, which XGBoost writes as a whole number of 64 bits; at most as many as there are bytes left.
    private mutating func count() throws -> Int {
        guard try passes("L"), bytes.count - position >= 8 else {
            throw LearningError.malformedWeights(reason: "a length of the UBJSON is missing")
        }
        let number = integer(size: 8, isSigned: true)
        guard 0...(bytes.count - position) ~= number else {
            throw LearningError.malformedWeights(reason: "the UBJSON claims to be longer than it is")
        }
        return number
    }

    /// Nil for a real one.
    private mutating func number(_ marker: UInt8) throws -> Int? {
        let size = try size(of: marker)
        guard size <= bytes.count - position else { throw LearningError.malformedWeights(reason: "the UBJSON ends too early") }
        let integer = integer(size: size, isSigned: marker != UInt8(ascii: "U"))
        return isReal(marker) ? nil : integer
    }

    /// The highest byte first.
    private mutating func integer(size: Int, isSigned: Bool) -> Int {
        var bits: UInt64 = 0
        for place in position..<position + size { bits = bits << 8 | UInt64(bytes[place]) }
        position += size
        let shift = 64 - 8 * size
        return isSigned ? Int(Int64(bitPattern: bits << shift) >> shift) : Int(bits)
    }

    private func isReal(_ marker: UInt8) -> Bool { marker == UInt8(ascii: "d") || marker == UInt8(ascii: "D") }

    /// The bytes of a number, by its marker.
    private func size(of marker: UInt8) throws -> Int {
        switch marker {
        case UInt8(ascii: "i"), UInt8(ascii: "U"), UInt8(ascii: "C"): 1
        case UInt8(ascii: "I"): 2
        case UInt8(ascii: "l"), UInt8(ascii: "d"): 4
        case UInt8(ascii: "L"), UInt8(ascii: "D"): 8
        default: throw LearningError.malformedWeights(reason: "the UBJSON holds a marker that it does not have")
        }
    }

    private mutating func next() throws -> UInt8 {
        guard position < bytes.count else { throw LearningError.malformedWeights(reason: "the UBJSON ends too early") }
        position += 1
        return bytes[position - 1]
    }

    /// Whether this is next; then it is passed.
    private mutating func passes(_ marker: Unicode.Scalar) throws -> Bool {
        guard position < bytes.count else { throw LearningError.malformedWeights(reason: "the UBJSON ends too early") }
        guard bytes[position] == UInt8(ascii: marker) else { return false }
        position += 1
        return true
    }
}
