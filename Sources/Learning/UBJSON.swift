/// The outline of UBJSON (Universal Binary JSON, draft 12), in which XGBoost keeps its trees.
///
/// XGBoost's own reader (1.7) believes every length, reads past the end of bytes that are cut off, and never finds the end of a list that
/// has none. So bytes that others may have written are looked through here before it gets them.
struct UBJSON {
    private let bytes: [UInt8]
    private var position = 0

    /// Objects and lists in one another.
    private static let deepest = 64

    /// Refuses what is not one whole object.
    ///
    /// - Throws: ``LearningError/malformedWeights(reason:)``.
    static func check(_ bytes: [UInt8]) throws {
        var outline = UBJSON(bytes: bytes)
        guard bytes.first == UInt8(ascii: "{") else { throw LearningError.malformedWeights(reason: "they are not UBJSON") }
        try outline.passValue(depth: 0)
        guard outline.position == bytes.count else {
            throw LearningError.malformedWeights(reason: "\(bytes.count - outline.position) bytes follow the UBJSON")
        }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func passValue(depth: Int) throws {
        guard depth < Self.deepest else { throw LearningError.malformedWeights(reason: "the UBJSON is nested too deeply") }
        let marker = try next()
        switch marker {
        case UInt8(ascii: "{"):
            while try !passes("}") {
                try passText()
                try passValue(depth: depth + 1)
            }
        case UInt8(ascii: "["): try passList(depth: depth)
        case UInt8(ascii: "S"): try passText()
        case UInt8(ascii: "Z"), UInt8(ascii: "T"), UInt8(ascii: "F"): break
        default: try pass(size(of: marker))
        }
    }

    /// What follows `[`: `$`, a type, `#` and a count before bare numbers; `#` and a count before values; or values up to `]`.
    private mutating func passList(depth: Int) throws {
        if try passes("$") {
            let size = try size(of: next())
            guard try passes("#") else { throw LearningError.malformedWeights(reason: "a list of the UBJSON has no length") }
            let (byteCount, isTooLong) = try count().multipliedReportingOverflow(by: size)
            try pass(isTooLong ? .max : byteCount)
        } else if try passes("#") {
            for _ in 0..<(try count()) { try passValue(depth: depth + 1) }
        } else {
            while try !passes("]") { try passValue(depth: depth + 1) }
        }
    }

    private mutating func passText() throws { try pass(count()) }

    /// A length, which XGBoost writes as a whole number of 64 bits; at most as many as there are bytes left.
    private mutating func count() throws -> Int {
        guard try passes("L"), bytes.count - position >= 8 else {
            throw LearningError.malformedWeights(reason: "a length of the UBJSON is missing")
        }
        let number = bytes[position..<position + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        position += 8
        guard number <= UInt64(bytes.count - position) else {
            throw LearningError.malformedWeights(reason: "the UBJSON claims to be longer than it is")
        }
        return Int(number)
    }

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
        try pass(1)
        return bytes[position - 1]
    }

    /// Whether this is next; then it is passed.
    private mutating func passes(_ marker: Unicode.Scalar) throws -> Bool {
        guard position < bytes.count else { throw LearningError.malformedWeights(reason: "the UBJSON ends too early") }
        guard bytes[position] == UInt8(ascii: marker) else { return false }
        position += 1
        return true
    }

    private mutating func pass(_ count: Int) throws {
        guard count <= bytes.count - position else { throw LearningError.malformedWeights(reason: "the UBJSON ends too early") }
        position += count
    }
}
