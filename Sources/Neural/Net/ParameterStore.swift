import Foundation

/// A net's numbers, the gradients of those that learn, and their names.
///
/// They lie in one row in the order of declaration, each array row by row; a compiled net copies them into the layouts that its
/// operations like and adds nothing of its own. An optimiser therefore sees one row of numbers.
public final class ParameterStore {
    public struct Entry: Hashable, Sendable {
        public let declaration: ParameterDeclaration
        /// Of its first number in the row.
        public let offset: Int

        public var range: Range<Int> { offset..<offset + declaration.count }
    }

    public let entries: [Entry]
    public let count: Int
    private let indices: [String: Int]
    let values: UnsafeMutableBufferPointer<Float>
    /// Nil until a net for training asks for them.
    private var learning: UnsafeMutableBufferPointer<Float>?

    var gradients: UnsafeMutableBufferPointer<Float> {
        if let learning { return learning }
        let made = Self.allocate(count)
        learning = made
        return made
    }

    /// With the numbers that training starts from.
    ///
    /// - Throws: ``NeuralError`` when the layers do not fit together.
    public convenience init(_ net: Net, using generator: inout some RandomNumberGenerator) throws(NeuralError) {
        try self.init(net)
        for entry in entries {
            for index in entry.range { values[index] = entry.declaration.start.draw(using: &generator) }
        }
    }

    /// With zeros, for weights that are to be set.
    ///
    /// - Throws: ``NeuralError`` when the layers do not fit together.
    public init(_ net: Net) throws(NeuralError) {
        var entries: [Entry] = []
        var offset = 0
        for declaration in try net.parameters() {
            entries.append(Entry(declaration: declaration, offset: offset))
            // Each array begins where vector instructions like it.
            offset += (declaration.count + 15) / 16 * 16
        }
        guard offset <= Self.largestCount else {
            throw .tooLarge(byteCount: 4 * offset, limit: 4 * Self.largestCount)
        }
        self.entries = entries
        count = offset
        indices = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.declaration.name, $0) })
        values = Self.allocate(offset)
    }

    deinit {
        values.deallocate()
        learning?.deallocate()
    }

    /// The numbers of one array, row by row.
    public subscript(name: String) -> [Float]? {
        indices[name].map { Array(values[entries[$0].range]) }
    }

    /// The gradient of one array from the last backward pass.
    public func gradient(of name: String) -> [Float]? {
        indices[name].map { Array(gradients[entries[$0].range]) }
    }

    /// - Throws: ``NeuralError/weights(name:)`` for a name that is not there, another count, or a number that is not finite.
    public func set(_ name: String, to numbers: [Float]) throws(NeuralError) {
        guard let index = indices[name], entries[index].declaration.count == numbers.count,
            numbers.allSatisfy(\.isFinite)
        else { throw .weights(name: name) }
        _ = UnsafeMutableBufferPointer(rebasing: values[entries[index].range]).update(fromContentsOf: numbers)
    }

    /// Every number in the order of declaration, for checkpoints.
    public var numbers: [Float] {
        get { Array(values) }
        set {
            precondition(newValue.count == count, "numbers of this net")
            for (index, number) in newValue.enumerated() { values[index] = number }
        }
    }

    func entry(_ name: String) throws(NeuralError) -> Entry {
        guard let index = indices[name] else { throw .weights(name: name) }
        return entries[index]
    }

    static let largestCount = 1 << 28

    private static func allocate(_ count: Int) -> UnsafeMutableBufferPointer<Float> {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1) * 4, alignment: MemoryPlan.alignment)
        let numbers = memory.bindMemory(to: Float.self)
        numbers.initialize(repeating: 0)
        return numbers
    }
}

extension ParameterDeclaration.Start {
    func draw(using generator: inout some RandomNumberGenerator) -> Float {
        switch self {
        case .constant(let value): value
        case .uniform(let bound): bound == 0 ? 0 : Float.random(in: -bound...bound, using: &generator)
        case .normal(let deviation): deviation * Self.normal(using: &generator)
        }
    }

    /// Box and Muller's.
    private static func normal(using generator: inout some RandomNumberGenerator) -> Float {
        let radius = (-2 * log(Double.random(in: Double.leastNormalMagnitude...1, using: &generator))).squareRoot()
        return Float(radius * cos(2 * .pi * Double.random(in: 0..<1, using: &generator)))
    }
}
