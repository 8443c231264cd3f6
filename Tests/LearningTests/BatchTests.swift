import Testing
import UndertoneAudio
import UndertoneLearning
import UndertoneNeural

@Suite struct BatchTests {
    private static let strongest = SpectrogramAugmentation(
        bandMasks: 3, widestBandMask: 1000, frameMasks: 3, longestFrameMask: 1000, tempo: 0.5, warping: 0.5, colouring: 3,
        mixup: 0.3)

    private func options(_ augmentation: SpectrogramAugmentation = .none, longestCrop: Int = 320) -> NetTrainingOptions {
        NetTrainingOptions(batchSize: 8, balancesClasses: false, longestCrop: longestCrop, augmentation: augmentation)
    }

    private func ramps(lengths: [Int], columns: Int = 4, origins: [Int]? = nil) throws -> NetExamples {
        try NetExamples(
            columns: columns, lengths: lengths, values: (1...lengths.reduce(0, +) * columns).map(Float.init),
            classes: lengths.indices.map { $0 % 3 }, classCount: 3, origins: origins)
    }

    @Test(arguments: [8, 30, 100, 257])
    func `an epoch hears each utterance, in one variant, and fills up with fewer than a batch`(
        _ count: Int
    ) throws {
        let origins = (0..<count).map { $0 / 3 }
        let examples = try ramps(lengths: (0..<count).map { 1 + $0 * 37 % 90 }, origins: origins)
        var heard: Set<Int> = []
        for seed in 0..<20 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let plan = BatchPlan(examples, batchSize: 8, using: &generator)
            #expect(plan.batches.allSatisfy { $0.count == 8 })
            let order = plan.batches.flatMap { $0 }
            let different = Set(order)
            #expect(different.count == Set(origins).count && Set(order.map { origins[$0] }) == Set(origins))
            #expect(order.count - different.count < 8)
            heard.formUnion(different)
        }
        // Each of three variants is drawn in 20 epochs, but for one chance in 3000.
        #expect(heard.count >= count - 2)
    }

    @Test func `in pairs a batch's second half are other variants of its first`() throws {
        // Origins of one, two and three variants.
        let origins = (0..<60).flatMap { Array(repeating: $0, count: $0 % 3 + 1) }
        let examples = try ramps(lengths: origins.map { 1 + $0 }, origins: origins)
        var generator = SeededGenerator(seed: 3)
        let plan = BatchPlan(examples, batchSize: 8, inPairs: true, using: &generator)
        var heard: Set<Int> = []
        for batch in plan.batches {
            #expect(batch.count == 8)
            for (first, second) in zip(batch[..<4], batch[4...]) {
                #expect(origins[first] == origins[second])
                #expect((first == second) == (origins[first] % 3 == 0))
                heard.insert(origins[first])
            }
        }
        #expect(heard == Set(origins) && plan.batches.count == 15)
    }

    @Test(arguments: [0, 0.5, 2, 100])
    func `of corpora that join in, an epoch hears so many for each own utterance, drawn anew`(_ share: Double) throws {
        // Sixteen own utterances and eighty others.
        let corpora = (0..<96).map { $0 < 16 ? 0 : 1 + $0 % 2 }
        let examples = try NetExamples(
            columns: 1, lengths: corpora.map { _ in 1 }, values: corpora.map(Float.init), classes: corpora.map { _ in 0 },
            classCount: 1, corpora: corpora)
        var heard: Set<Int> = []
        for seed in 0..<200 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let order = BatchPlan(examples, batchSize: 8, joinedShare: share, using: &generator).batches.flatMap { $0 }
            #expect(Set(order).isSuperset(of: 0..<16))
            #expect(order.count { $0 >= 16 } == min(80, Int(share * 16)) && order.count == Set(order).count)
            heard.formUnion(order)
        }
        #expect(heard.count == (share == 0 ? 16 : 96))
    }

    @Test func `classes are balanced in each corpus by itself`() throws {
        let examples = try NetExamples(
            columns: 1, lengths: [1, 1, 1, 1, 1, 1, 1], values: [0, 0, 0, 0, 0, 0, 0], classes: [0, 0, 0, 1, 2, 2, 2],
            classCount: 3, corpora: [0, 0, 0, 0, 1, 1, 1])
        var options = options()
        options.balancesClasses = true
        let batch = BatchAssembler(examples, options: options, takesFrames: false).batch(of: [0, 3, 4, 5], seed: 1)
        for (weight, expected) in zip(batch.weights, [2.0 / 3, 2, 1, 1]) { #expect(abs(weight - Float(expected)) < 1e-6) }
    }

    @Test func `both of a pair are mixed with the same companions in the same proportions`() throws {
        let examples = try ramps(lengths: [1, 1, 1, 1, 1, 1], columns: 6)
        var options = options(Self.strongest)
        options.consistency = 1
        let mixed = BatchAssembler(examples, options: options, takesFrames: false).batch(of: [0, 1, 2, 3, 4, 5], seed: 1)
        func offset(_ place: Int) -> Float { mixed.input[place * 6] - examples.values[place * 6] }
        // Rows are six apart; the last of each half is mixed with the half's first.
        for place in 0..<3 { #expect(abs(offset(place) - offset(place + 3)) < 1e-4) }
        #expect(offset(0) > 0 && offset(2) < 0)
    }

    @Test func `utterances are heard whole and unaltered where nothing is asked for, and padding is zero`() throws {
        let examples = try ramps(lengths: [5, 1, 33, 32])
        let batch = BatchAssembler(examples, options: options(), takesFrames: true).batch(of: [2, 0, 3, 1], seed: 1)
        #expect(batch.frames == 64 && batch.lengths == [33, 5, 32, 1] && batch.weights == [1, 1, 1, 1])
        #expect(batch.targets == [0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 0])
        for (place, utterance) in [2, 0, 3, 1].enumerated() {
            let row = batch.input[place * 256..<(place + 1) * 256]
            let start = examples.lengths[..<utterance].reduce(0, +) * 4
            let own = examples.lengths[utterance] * 4
            #expect(Array(row.prefix(own)) == Array(examples.values[start..<start + own]))
            #expect(row.dropFirst(own).allSatisfy { $0 == 0 })
        }
    }

    @Test func `a crop is a run of neighbouring frames, anywhere in the utterance`() throws {
        let examples = try ramps(lengths: [50], columns: 1)
        let assembler = BatchAssembler(examples, options: options(longestCrop: 10), takesFrames: true)
        var starts: Set<Float> = []
        for seed in 0..<400 {
            let batch = assembler.batch(of: [0], seed: UInt64(seed))
            let first = batch.input[0]
            #expect(batch.lengths == [10] && Array(batch.input[..<10]) == (0..<10).map { first + Float($0) })
            starts.insert(first)
        }
        #expect(starts == Set((1...41).map(Float.init)))
    }

    @Test(arguments: [1, 2, 3, 4, 100], [1, 2, 8])
    func `the strongest augmentation keeps within bounds`(_ length: Int, _ columns: Int) throws {
        let examples = try ramps(lengths: [length, 1, length, 2], columns: columns)
        let assembler = BatchAssembler(examples, options: options(Self.strongest, longestCrop: 90), takesFrames: true)
        for seed in 0..<50 {
            let batch = assembler.batch(of: [0, 1, 2, 3], seed: UInt64(seed))
            #expect(batch.frames.isMultiple(of: 32) && batch.input.count == 4 * batch.frames * columns)
            for (place, length) in batch.lengths.enumerated() {
                #expect(1...min(batch.frames, 90) ~= length)
                let padding = (place * batch.frames + length) * columns..<(place + 1) * batch.frames * columns
                #expect(batch.input[padding].allSatisfy { $0 == 0 })
                let targets: [Float] = Array(batch.targets[place * 3..<place * 3 + 3])
                let sum = targets.reduce(0, +)
                #expect(abs(sum - 1) < 1e-5 && targets.allSatisfy { $0 >= 0 })
                // Each keeps the larger part of itself.
                #expect(targets[examples.classes[place]] >= 0.5)
            }
            #expect(batch.input.allSatisfy { $0.isFinite })
        }
    }

    @Test func `stretching keeps the pace between its bounds`() throws {
        let examples = try ramps(lengths: [100], columns: 8)
        var augmentation = SpectrogramAugmentation.none
        augmentation.tempo = 0.2
        let assembler = BatchAssembler(examples, options: options(augmentation), takesFrames: true)
        let lengths = (0..<200).map { assembler.batch(of: [0], seed: $0).lengths[0] }
        #expect(lengths.allSatisfy { 83...125 ~= $0 } && Set(lengths).count > 20)
    }

    @Test func `masks leave some of every utterance, and set the rest to the mean`() throws {
        var augmentation = SpectrogramAugmentation.none
        (augmentation.bandMasks, augmentation.widestBandMask) = (1, 1000)
        (augmentation.frameMasks, augmentation.longestFrameMask) = (1, 1000)
        let examples = try ramps(lengths: [40], columns: 8)
        let assembler = BatchAssembler(examples, options: options(augmentation), takesFrames: true)
        for seed in 0..<100 {
            let frames = assembler.batch(of: [0], seed: UInt64(seed)).input[..<320]
            #expect(zip(frames, examples.values).allSatisfy { $0 == 0 || $0 == $1 })
            // At most half the bands and a quarter of the frames.
            #expect(frames.count { $0 != 0 } >= 320 * 3 / 8)
        }
    }

    @Test func `a vector stays one row, unaltered but for mixing`() throws {
        let examples = try ramps(lengths: [1, 1, 1, 1], columns: 6)
        let batch = BatchAssembler(examples, options: options(), takesFrames: false).batch(of: [0, 1, 2, 3], seed: 1)
        #expect(batch.frames == 1 && batch.input == examples.values)
        let mixed = BatchAssembler(examples, options: options(Self.strongest), takesFrames: false)
            .batch(of: [0, 1, 2, 3], seed: 1)
        #expect(mixed.frames == 1 && mixed.lengths == [1, 1, 1, 1])
        for place in 0..<4 {
            // A mixture of itself and the next has an even offset from itself.
            let offsets = (0..<6).map { mixed.input[place * 6 + $0] - examples.values[place * 6 + $0] }
            #expect(offsets.allSatisfy { abs($0 - offsets[0]) < 1e-4 })
        }
    }

    @Test func `a seed makes the same batch every time, another seed another`() throws {
        let assembler = BatchAssembler(
            try ramps(lengths: [30, 40, 50, 60]), options: options(SpectrogramAugmentation()), takesFrames: true)
        let first = assembler.batch(of: [0, 1, 2, 3], seed: 1)
        #expect(assembler.batch(of: [0, 1, 2, 3], seed: 1).input == first.input)
        #expect(assembler.batch(of: [0, 1, 2, 3], seed: 2).input != first.input)
    }

    @Test func `balanced classes weigh alike in sum`() throws {
        let examples = try NetExamples(
            columns: 1, lengths: [1, 1, 1, 1, 1], values: [1, 2, 3, 4, 5], classes: [0, 0, 0, 2, 2], classCount: 3,
            weights: nil)
        var options = options()
        options.balancesClasses = true
        let weights = BatchAssembler(examples, options: options, takesFrames: false).batch(of: [0, 1, 2, 3, 4], seed: 1).weights
        let sums: [Float] = [weights[..<3].reduce(0, +), weights[3...].reduce(0, +)]
        #expect(sums.allSatisfy { abs($0 - 2.5) < 1e-6 })
    }
}
