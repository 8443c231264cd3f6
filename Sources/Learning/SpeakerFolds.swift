import UndertoneAudio

/// Divisions of training rows into a part to fit and a part to judge by, which share no speaker.
struct SpeakerFolds: Hashable, Sendable {
    /// Row indices held out, one list a fold; together they are all rows.
    let heldOut: [[Int]]
    /// False when the rows have one speaker only, so that clips were dealt out instead.
    let isBySpeaker: Bool

    /// Speakers are dealt out, those with most rows first, each to the fold with fewest rows yet; equals in seeded order.
    ///
    /// - Throws: ``LearningError/noRows`` with fewer than two rows.
    init(_ speakers: [String], count: Int, seed: UInt64) throws {
        guard speakers.count > 1 else { throw LearningError.noRows }
        var generator = SeededGenerator(seed: seed)
        var groups = Dictionary(grouping: speakers.indices, by: { speakers[$0] })
            .sorted { $0.key < $1.key }.map(\.value)
        isBySpeaker = groups.count > 1
        if !isBySpeaker { groups = speakers.indices.map { [$0] } }
        groups.shuffle(using: &generator)
        // A stable sort keeps the shuffled order among equals.
        let order = groups.indices.sorted { (-groups[$0].count, $0) < (-groups[$1].count, $1) }
        var folds = [[Int]](repeating: [], count: min(max(2, count), groups.count))
        for index in order {
            let emptiest = folds.indices.reduce(0) { folds[$1].count < folds[$0].count ? $1 : $0 }
            folds[emptiest] += groups[index]
        }
        heldOut = folds.map { $0.sorted() }
    }

    /// The rows not held out in a fold.
    func fitted(_ fold: Int, of rowCount: Int) -> [Int] {
        let out = Set(heldOut[fold])
        return (0..<rowCount).filter { !out.contains($0) }
    }
}
