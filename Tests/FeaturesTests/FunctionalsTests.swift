import Foundation
import Testing
import UndertoneAudio
import UndertoneFeatures

/// Every functional, with some parameters.
private let all: [Functional] = [
    .mean, .standardDeviation, .skewness, .kurtosis, .minimum, .maximum, .range, .percentile(5), .percentile(20),
    .percentile(50), .percentile(97.5), .percentileRange(20, 80), .interquartileRange, .slope, .slopeError,
    .risingSlopeMean, .risingSlopeDeviation, .fallingSlopeMean, .fallingSlopeDeviation, .risingShare,
    .meanAbsoluteDifference, .meanCrossingRate, .drift, .lateness, .deltaDeviation, .delta2Deviation,
    .modulation(1, 4), .modulation(4, 8), .modulation(8, 16),
]

private func matrix(_ columns: [[Float]]) -> FeatureMatrix {
    let rows = columns.first?.count ?? 0
    return FeatureMatrix(
        names: columns.indices.map { "x_\($0)" },
        values: (0..<rows).flatMap { row in columns.map { $0[row] } })
}

private func noise(_ count: Int, seed: UInt64) -> [Float] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
}

private func values(_ column: [Float], _ functionals: [Functional] = all) -> [String: Float] {
    let computer = FunctionalsComputer(functionals)
    let results = computer.compute(frames: matrix([column]), frameRate: 100)
    return Dictionary(uniqueKeysWithValues: zip(functionals.map(\.name), results))
}

@Suite struct FunctionalsTests {
    struct Golden: Decodable {
        struct Case: Decodable {
            let frames: Int
            let parameters: [Double]
            let functionals: [String: Double]
        }
        let cases: [Case]
    }

    /// The formula of Tests/Fixtures/functionals.py.
    private func trajectory(_ count: Int, _ p: [Double]) -> [Float] {
        (0..<count).map { t in
            var state = (UInt64(t) * 2_654_435_761 + 12345) % (1 << 32)
            state = (state * 1_664_525 + 1_013_904_223) % (1 << 32)
            let hash = Double(state) / 2_147_483_648 - 1
            return Float(p[0] * sin(2 * .pi * p[1] * Double(t) / 100) + p[2] * Double(t) + p[3] + p[4] * hash)
        }
    }

    @Test func `Functionals equal those of numpy and scipy`() throws {
        let url = try #require(
            Bundle.module.url(forResource: "functionals", withExtension: "json", subdirectory: "Golden"))
        let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
        #expect(golden.cases.count == 6)
        for example in golden.cases {
            let ours = values(trajectory(example.frames, example.parameters))
            let spread = example.functionals["range"] ?? 1
            for (name, expected) in example.functionals {
                let value = Double(try #require(ours[name]))
                // Results are rounded to Float, and the modulation spectrum is computed in Float.
                let tolerance = 2e-5 * max(abs(expected), name.contains("slope") ? 100 * spread : 1e-3 * spread, 1e-2)
                #expect(abs(value - expected) <= tolerance, "\(name) of \(example.frames) frames: \(value), not \(expected)")
            }
        }
    }

    @Test func `Percentiles equal those of a plain sort for every length up to 70 and some longer`() {
        for count in Array(1...70) + [127, 128, 129, 500, 1023, 1025] {
            let column = noise(count, seed: UInt64(count))
            let sorted = column.sorted()
            let ours = values(column)
            #expect(ours["minimum"] == sorted.first && ours["maximum"] == sorted.last)
            let position = Double(count - 1) * 0.2
            let low = Double(sorted[Int(position)])
            let high = Double(sorted[min(Int(position) + 1, count - 1)])
            let expected = low + (high - low) * (position - position.rounded(.down))
            #expect(ours["percentile_20"] == Float(expected))
        }
    }

    @Test func `Adding a constant moves only the functionals of place`() {
        let column = noise(300, seed: 3)
        let before = values(column)
        // A power of two, so that the shift itself rounds little.
        let after = values(column.map { $0 + 4 })
        let places: Set = ["mean", "minimum", "maximum", "percentile_5", "percentile_20", "percentile_50", "percentile_97.5"]
        for (name, value) in before {
            let expected = places.contains(name) ? value + 4 : value
            // Adding 4 costs two to three bits of each value; slopes multiply that by the frame rate.
            let tolerance: Float = name.contains("slope") ? 1e-3 : 2e-5
            #expect(abs((after[name] ?? .nan) - expected) <= tolerance * max(1, abs(expected)), "\(name)")
        }
    }

    @Test func `Scaling by a power of two scales the functionals that carry the unit and leaves the others`() {
        let column = noise(300, seed: 4)
        let before = values(column)
        let after = values(column.map { $0 * 8 })
        let unitless: Set = [
            "skewness", "kurtosis", "rising_share", "mean_crossing_rate", "modulation_1_4", "modulation_4_8",
            "modulation_8_16",
        ]
        for (name, value) in before {
            let expected = unitless.contains(name) ? value : value * 8
            #expect(abs((after[name] ?? .nan) - expected) <= 1e-6 * abs(expected), "\(name)")
        }
    }

    @Test func `Order statistics and moments do not depend on the order of the frames`() {
        let column = noise(333, seed: 5)
        var generator = SeededGenerator(seed: 6)
        let free: [Functional] = [
            .mean, .standardDeviation, .skewness, .kurtosis, .minimum, .maximum, .range, .percentile(20),
            .percentileRange(20, 80), .interquartileRange,
        ]
        let before = values(column, free)
        let after = values(column.shuffled(using: &generator), free)
        for (name, value) in before {
            #expect(abs((after[name] ?? .nan) - value) <= 1e-6, "\(name)")
        }
    }

    @Test(arguments: [1, 2, 3, 50, 64]) func `A constant has its value as place and no spread`(count: Int) {
        for (name, value) in values([Float](repeating: -3.7, count: count)) {
            let isPlace = name == "mean" || name == "minimum" || name == "maximum"
                || (name.hasPrefix("percentile_") && !name.hasPrefix("percentile_range"))
            #expect(value == (isPlace ? -3.7 : 0), "\(name)")
        }
    }

    @Test func `No frame at all gives zeros`() {
        #expect(values([]).values.allSatisfy { $0 == 0 })
        #expect(values([.nan, .infinity, -.infinity]).values.allSatisfy { $0 == 0 })
    }

    @Test func `Two frames give finite values`() {
        let ours = values([1, 3])
        #expect(ours.values.allSatisfy { $0.isFinite })
        #expect(ours["slope"] == 200 && ours["rising_slope_mean"] == 200 && ours["rising_share"] == 1)
    }

    @Test func `Deltas see the frames that take no part, and leave out those next to missing ones`() {
        // A step: of the frames that take part, only those near it have a delta, and the step itself lies among the inactive.
        let column = (0..<40).map { Float($0 < 20 ? 0 : 10) }
        let isActive = (0..<40).map { !(18..<22).contains($0) }
        let computer = FunctionalsComputer([.deltaDeviation, .mean])
        let seen = computer.compute(frames: matrix([column]), frameRate: 100, isActive: isActive)
        #expect(seen[0] == 0)
        let wider = computer.compute(frames: matrix([column]), frameRate: 100, isActive: (0..<40).map { $0 != 19 && $0 != 20 })
        // Frames 18 and 21 have a delta of (2·10)/10 and the other 36 of 0.
        let share = 2.0 / 38
        #expect(abs(Double(wider[0]) - 2 * (share * (1 - share)).squareRoot()) < 1e-6)
        var missing = column
        missing[18...21].withContiguousMutableStorageIfAvailable { for index in $0.indices { $0[index] = .nan } }
        #expect(computer.compute(frames: matrix([missing]), frameRate: 100)[0] == 0)
    }

    @Test func `Missing values and inactive frames are left out alike`() {
        var column = noise(200, seed: 7)
        var isActive = [Bool](repeating: true, count: 200)
        for index in [0, 1, 50, 51, 52, 120, 198, 199] { isActive[index] = false }
        let other = noise(200, seed: 8)
        // An inactive frame still is its neighbours' neighbour in their deltas; a missing one makes those missing.
        let all = all.filter { ![.deltaDeviation, .delta2Deviation].contains($0) }
        let computer = FunctionalsComputer(all)
        let masked = computer.compute(frames: matrix([column, other]), frameRate: 100, isActive: isActive)
        for index in isActive.indices where !isActive[index] { column[index] = index.isMultiple(of: 2) ? .nan : .infinity }
        // The second column keeps all frames, so that lanes miss different ones.
        let missing = computer.compute(frames: matrix([column, other]), frameRate: 100)
        for (index, functional) in all.enumerated() {
            // Times count from another middle and the trajectory may start elsewhere, so only rounding differs.
            #expect(abs(masked[index] - missing[index]) <= 1e-4 * max(1, abs(masked[index])), "\(functional.name)")
        }
        #expect(Array(missing[all.count...]) != Array(masked[all.count...]))
    }

    @Test func `A column gives the same wherever it stands`() {
        let columns = (0..<19).map { noise(150, seed: 100 + UInt64($0)) }
        let together = FunctionalsComputer(all).compute(frames: matrix(columns), frameRate: 100)
        for (index, column) in columns.enumerated() {
            let alone = FunctionalsComputer(all).compute(frames: matrix([column]), frameRate: 100)
            #expect(Array(together[index * all.count..<(index + 1) * all.count]) == alone)
        }
    }

    @Test func `Columns are named by descriptor, then functional`() {
        let computer = FunctionalsComputer([.mean, .percentile(20), .percentileRange(20, 80), .modulation(1, 4)])
        #expect(
            computer.names(for: ["mfcc_0", "mfcc_1"]) == [
                "mfcc_0_mean", "mfcc_0_percentile_20", "mfcc_0_percentile_range_20_80", "mfcc_0_modulation_1_4",
                "mfcc_1_mean", "mfcc_1_percentile_20", "mfcc_1_percentile_range_20_80", "mfcc_1_modulation_1_4",
            ])
    }

    @Test func `A functional is written and read by its name`() throws {
        for functional in all {
            #expect(Functional(name: functional.name) == functional)
        }
        let data = try JSONEncoder().encode(all)
        #expect(try JSONDecoder().decode([Functional].self, from: data) == all)
    }

    @Test(arguments: [
        "", "median", "percentile_", "percentile_101", "percentile_-1", "percentile_nan", "percentile_range_80_20",
        "modulation_8_4", "modulation_1", "percentile_20_80", "modulation_1_inf",
    ])
    func `An unknown functional is refused by a sentence`(name: String) {
        let error = #expect(throws: FeatureRecipeError.self) {
            try JSONDecoder().decode([Functional].self, from: JSONEncoder().encode([name]))
        }
        #expect(error?.description == "The recipe names the functional '\(name)', which is not known.")
    }
}
