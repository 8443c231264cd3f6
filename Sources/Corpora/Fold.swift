/// One division of a corpus' utterances into parts, as indices into the corpus' list of utterances.
public struct Fold: Hashable, Sendable {
    public let train: [Int]
    public let validation: [Int]
    public let test: [Int]

    public init(train: [Int], validation: [Int] = [], test: [Int]) {
        self.train = train
        self.validation = validation
        self.test = test
    }
}
