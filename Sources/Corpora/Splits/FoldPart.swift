/// A side of a split.
public enum FoldPart: String, Hashable, Sendable, CaseIterable {
    case train, validation, test
}

extension Fold {
    /// The three parts, by name.
    public var parts: [(part: FoldPart, indices: [Int])] {
        [(.train, train), (.validation, validation), (.test, test)]
    }

    /// One fold for each place: what was placed there is its test, the rest its training.
    static func folds(placing places: [Int], count: Int) -> [Fold] {
        (0..<count).map { number in
            Fold(
                train: places.indices.filter { places[$0] != number },
                test: places.indices.filter { places[$0] == number })
        }
    }
}
