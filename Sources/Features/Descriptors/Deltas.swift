/// Time derivatives of rows that arrive one by one, in memory bounded by the method's reach.
///
///     var deltas = Deltas(method: .savitzkyGolay(width: 9), order: 2, columns: 40)
///     for row in rows { output += deltas.accept(row) }
///     output += deltas.finish()
///
/// An output row is the input row's deltas followed, at order 2, by its delta-deltas. Feeding rows at once or one at a time
/// gives the same output. A signal shorter than the Savitzky–Golay width uses the widest odd width that fits, and one shorter
/// than three frames has deltas of zero.
public struct Deltas: Sendable {
    private let method: DeltaOptions.Method
    private let order: Int
    private let columns: Int
    /// The rows from `firstRow` on, concatenated.
    private var buffer: [Float] = []
    private var firstRow = 0
    private var rowCount = 0
    private var emitted = 0
    private let firstWeights: [Float]
    private let secondWeights: [Float]

    /// - Precondition: `order` is 1 or 2 and the method's width or window is valid.
    public init(method: DeltaOptions.Method, order: Int = 1, columns: Int) {
        precondition(order == 1 || order == 2, "order 1 or 2")
        self.method = method
        self.order = order
        self.columns = columns
        switch method {
        case .savitzkyGolay(let width):
            precondition(width >= 3 && !width.isMultiple(of: 2), "an odd width of at least 3")
            firstWeights = Self.slopeWeights(half: width / 2)
            secondWeights = Self.curvatureWeights(half: width / 2)
        case .htk(let window), .kaldi(let window):
            precondition(window >= 1, "a positive window")
            firstWeights = Self.slopeWeights(half: window)
            secondWeights = Self.convolved(firstWeights, firstWeights)
        }
    }

    /// How many frames after a frame must be known before its deltas are.
    public var lookahead: Int {
        switch method {
        case .savitzkyGolay(let width): width / 2
        case .htk(let window), .kaldi(let window): order * window
        }
    }

    /// Takes rows (a multiple of `columns` values) and returns the deltas that became known.
    public mutating func accept(_ rows: some Collection<Float>) -> [Float] {
        precondition(rows.count.isMultiple(of: columns), "whole rows")
        buffer.append(contentsOf: rows)
        rowCount += rows.count / columns
        return emit(last: nil)
    }

    /// Returns the deltas of the frames that waited for more; nothing may be accepted afterwards.
    public mutating func finish() -> [Float] { emit(last: rowCount - 1) }

    private mutating func emit(last: Int?) -> [Float] {
        var output: [Float] = []
        let ready: Int
        if last != nil {
            ready = rowCount
        } else if case .savitzkyGolay(let width) = method, rowCount < width {
            // The first rows take the first whole width, so they wait for it.
            ready = 0
        } else {
            ready = rowCount - lookahead
        }
        while emitted < ready {
            append(row: emitted, last: last, to: &output)
            emitted += 1
        }
        // Savitzky–Golay's last rows look back a whole width, the others one reach.
        let keep = max(0, emitted - max(2 * lookahead, 2) - 1)
        if keep > firstRow {
            buffer.removeFirst((keep - firstRow) * columns)
            firstRow = keep
        }
        return output
    }

    private func append(row: Int, last: Int?, to output: inout [Float]) {
        switch method {
        case .savitzkyGolay(let width):
            var half = width / 2
            var weights = (firstWeights, secondWeights)
            if let last, last + 1 < width {
                half = last / 2
                weights = (Self.slopeWeights(half: half), Self.curvatureWeights(half: half))
            }
            let centre = min(max(row, half), max(half, (last ?? .max) - half))
            combine(weights.0, centre: centre, last: last, to: &output)
            if order == 2 { combine(weights.1, centre: centre, last: last, to: &output) }
        case .kaldi:
            combine(firstWeights, centre: row, last: last, to: &output)
            if order == 2 { combine(secondWeights, centre: row, last: last, to: &output) }
        case .htk(let window):
            combine(firstWeights, centre: row, last: last, to: &output)
            guard order == 2 else { return }
            var sum = [Float](repeating: 0, count: columns)
            for offset in -window...window {
                var slope: [Float] = []
                combine(firstWeights, centre: min(max(row + offset, 0), last ?? .max), last: last, to: &slope)
                for column in 0..<columns { sum[column] += firstWeights[offset + window] * slope[column] }
            }
            output.append(contentsOf: sum)
        }
    }

    /// Appends Σ weight[i] · row[centre − half + i], rows beyond the ends being the end rows.
    private func combine(_ weights: [Float], centre: Int, last: Int?, to output: inout [Float]) {
        let half = weights.count / 2
        let start = output.count
        output.append(contentsOf: repeatElement(0, count: columns))
        guard half > 0 else { return }
        let (columns, firstRow) = (columns, firstRow)
        output.withUnsafeMutableBufferPointer { output in
            buffer.withUnsafeBufferPointer { buffer in
                guard let to = output.baseAddress, let from = buffer.baseAddress else { return }
                for (index, weight) in weights.enumerated() where weight != 0 {
                    let row = from + (min(max(centre - half + index, 0), last ?? .max) - firstRow) * columns
                    for column in 0..<columns { to[start + column] += weight * row[column] }
                }
            }
        }
    }

    /// The least-squares slope over −half…half: θ / Σθ².
    private static func slopeWeights(half: Int) -> [Float] {
        let norm = (-half...half).reduce(0) { $0 + $1 * $1 }
        return (-half...half).map { norm == 0 ? 0 : Float(Double($0) / Double(norm)) }
    }

    /// The second derivative of the least-squares parabola over −half…half: 2(θ² − m)/Σ(θ² − m)², m the mean of θ².
    private static func curvatureWeights(half: Int) -> [Float] {
        let squares = (-half...half).map { Double($0 * $0) }
        let mean = squares.reduce(0, +) / Double(squares.count)
        let norm = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return squares.map { norm == 0 ? 0 : Float(2 * ($0 - mean) / norm) }
    }

    private static func convolved(_ a: [Float], _ b: [Float]) -> [Float] {
        var result = [Float](repeating: 0, count: a.count + b.count - 1)
        for (i, x) in a.enumerated() { for (j, y) in b.enumerated() { result[i + j] += x * y } }
        return result
    }
}

extension FeatureMatrix {
    /// The matrix with the deltas of the chosen columns appended, named `…_delta…` and, at order 2, `…_delta2…`.
    ///
    /// The columns are all that are named when `columns` is nil.
    public func appendingDeltas(method: DeltaOptions.Method, order: Int, columns: [Int]? = nil) -> FeatureMatrix {
        let chosen = columns ?? Array(names.indices)
        var deltas = Deltas(method: method, order: order, columns: chosen.count)
        var source: [Float] = []
        source.reserveCapacity(rowCount * chosen.count)
        for index in 0..<rowCount {
            for column in chosen { source.append(self[index, column]) }
        }
        let derived = deltas.accept(source) + deltas.finish()
        let added = (1...order).flatMap { order in chosen.map { Self.deltaName(names[$0], order: order) } }
        var values: [Float] = []
        values.reserveCapacity(rowCount * (names.count + added.count))
        for index in 0..<rowCount {
            values.append(contentsOf: row(index))
            values.append(contentsOf: derived[index * added.count..<(index + 1) * added.count])
        }
        return FeatureMatrix(names: names + added, values: values)
    }

    /// `mfcc_3` becomes `mfcc_delta_3` or `mfcc_delta2_3`; a name without a number gets the word at its end.
    static func deltaName(_ name: String, order: Int) -> String {
        let word = order == 1 ? "delta" : "delta2"
        if let bar = name.lastIndex(of: "_"), let number = Int(name[name.index(after: bar)...]) {
            return "\(name[..<bar])_\(word)_\(number)"
        }
        return "\(name)_\(word)"
    }
}
