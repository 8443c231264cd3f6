import Foundation

/// Named arrays in one file: the safetensors format (Hugging Face): eight bytes of header length, a JSON header, the data.
///
/// Little-endian, as the format and every platform that Swift runs on. Only the types that are needed here.
struct SafeTensors: Hashable, Sendable {
    enum ElementType: String, Codable, Hashable, Sendable {
        case float64 = "F64"
        case float32 = "F32"
        case float16 = "F16"
        case int32 = "I32"

        var size: Int {
            switch self {
            case .float64: 8
            case .float32, .int32: 4
            case .float16: 2
            }
        }
    }

    struct Tensor: Hashable, Sendable {
        let type: ElementType
        let shape: [Int]
        let bytes: [UInt8]
    }

    var tensors: [String: Tensor] = [:]
    /// Free text, which the format keeps in the header as `__metadata__`.
    var metadata: [String: String] = [:]

    private struct Entry: Codable {
        let dtype: ElementType
        let shape: [Int]
        let data_offsets: [Int]
    }

    /// A line of the header: a tensor, or the free text.
    private enum Line: Codable {
        case tensor(Entry)
        case metadata([String: String])

        init(from decoder: any Decoder) throws {
            let tensor = try? Entry(from: decoder)
            self = try tensor.map { .tensor($0) } ?? .metadata([String: String](from: decoder))
        }

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .tensor(let entry): try entry.encode(to: encoder)
            case .metadata(let text): try text.encode(to: encoder)
            }
        }
    }

    private static let metadataName = "__metadata__"
    /// A header larger than this describes nothing of ours.
    private static let largestHeader = 1 << 20

    func encoded() throws -> [UInt8] {
        var lines: [String: Line] = metadata.isEmpty ? [:] : [Self.metadataName: .metadata(metadata)]
        var data: [UInt8] = []
        // Larger elements first keeps every tensor aligned, as the format advises.
        let order = tensors.sorted { ($1.value.type.size, $0.key) < ($0.value.type.size, $1.key) }
        for (name, tensor) in order {
            lines[name] = .tensor(
                Entry(
                    dtype: tensor.type, shape: tensor.shape, data_offsets: [data.count, data.count + tensor.bytes.count]))
            data += tensor.bytes
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var header = Array(try encoder.encode(lines))
        while !header.count.isMultiple(of: 8) { header.append(UInt8(ascii: " ")) }
        return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) } + header + data
    }

    init() {}

    /// - Throws: ``LearningError/malformedWeights(reason:)`` for anything that is not a whole file of this format.
    init(_ bytes: [UInt8]) throws {
        guard bytes.count >= 8 else { throw LearningError.malformedWeights(reason: "no header") }
        let length = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= Self.largestHeader, Int(length) <= bytes.count - 8 else {
            throw LearningError.malformedWeights(reason: "an impossible header length")
        }
        let start = 8 + Int(length)
        guard let lines = try? JSONDecoder().decode([String: Line].self, from: Data(bytes[8..<start])) else {
            throw LearningError.malformedWeights(reason: "an unreadable header")
        }
        let available = bytes.count - start
        for (name, line) in lines {
            guard case .tensor(let entry) = line else {
                if name == Self.metadataName, case .metadata(let text) = line { metadata = text }
                continue
            }
            guard entry.data_offsets.count == 2, entry.data_offsets[0] >= 0, entry.data_offsets[1] <= available,
                entry.data_offsets[0] <= entry.data_offsets[1],
                let size = Self.size(of: entry), size == entry.data_offsets[1] - entry.data_offsets[0]
            else { throw LearningError.malformedWeights(reason: "tensor \(name) does not fit the file") }
            tensors[name] = Tensor(
                type: entry.dtype, shape: entry.shape,
                bytes: Array(bytes[start + entry.data_offsets[0]..<start + entry.data_offsets[1]]))
        }
    }

    private static func size(of entry: Entry) -> Int? {
        var size = entry.dtype.size
        for extent in entry.shape {
            guard extent >= 0 else { return nil }
            let (product, overflow) = size.multipliedReportingOverflow(by: extent)
            if overflow { return nil }
            size = product
        }
        return size
    }
}

extension SafeTensors {
    mutating func set(_ name: String, _ values: [Double], shape: [Int]) {
        tensors[name] = Tensor(type: .float64, shape: shape, bytes: values.withUnsafeBytes { Array($0) })
    }

    mutating func set(_ name: String, _ values: [Int32], shape: [Int]) {
        tensors[name] = Tensor(type: .int32, shape: shape, bytes: values.withUnsafeBytes { Array($0) })
    }

    mutating func set(_ name: String, _ values: [Float], shape: [Int], half: Bool = false) {
        tensors[name] =
            half
            ? Tensor(
                type: .float16, shape: shape, bytes: values.map(\.halfBits).withUnsafeBytes { Array($0) })
            : Tensor(type: .float32, shape: shape, bytes: values.withUnsafeBytes { Array($0) })
    }

    func doubles(_ name: String, count: Int? = nil) throws -> [Double] {
        try elements(name, .float64, count: count)
    }

    func integers(_ name: String, count: Int? = nil) throws -> [Int] {
        let values: [Int32] = try elements(name, .int32, count: count)
        return values.map { Int($0) }
    }

    /// Single precision, from single or half.
    func floats(_ name: String, count: Int? = nil) throws -> [Float] {
        if tensors[name]?.type == .float16 {
            let bits: [UInt16] = try elements(name, .float16, count: count)
            return bits.map { Float(halfBits: $0) }
        }
        return try elements(name, .float32, count: count)
    }

    private func elements<Element: BitwiseCopyable>(
        _ name: String, _ type: ElementType, count: Int?
    ) throws -> [Element] {
        guard let tensor = tensors[name], tensor.type == type else {
            throw LearningError.malformedWeights(reason: "no tensor \(name)")
        }
        let found = tensor.bytes.count / type.size
        guard count == nil || count == found else {
            throw LearningError.malformedWeights(reason: "tensor \(name) has \(found) values")
        }
        return [Element](unsafeUninitializedCapacity: found) { buffer, initialized in
            tensor.bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(buffer).copyMemory(from: $0) }
            initialized = found
        }
    }
}
