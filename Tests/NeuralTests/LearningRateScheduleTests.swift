import Foundation
import Testing
import UndertoneNeural

@Suite struct LearningRateScheduleTests {
    private static let schedules: [LearningRateSchedule] = [
        .constant, .cosine(warmup: 0), .cosine(warmup: 0.1), .cosine(warmup: 1), .oneCycle(rise: 0), .oneCycle(rise: 0.3),
        .oneCycle(rise: 1), .plateau(factor: 0.5, patience: 2),
    ]

    @Test(arguments: schedules) func `the share lies between nothing and one, whatever the number of steps`(
        _ schedule: LearningRateSchedule
    ) {
        for steps in [0, 1, 2, 7, 1000] {
            for step in 0...steps {
                let share = schedule.share(step: step, of: steps)
                #expect(share >= 0 && share <= 1 && (share > 0 || step == steps || schedule == .oneCycle(rise: 1)))
            }
        }
    }

    @Test(arguments: [(LearningRateSchedule.cosine(warmup: 0.25), 250), (.oneCycle(rise: 0.25), 250)])
    func `the rate goes up to one and then down, without a jump`(_ schedule: LearningRateSchedule, _ top: Int) {
        let shares = (0..<1000).map { schedule.share(step: $0, of: 1000) }
        #expect(shares[top] == 1 && shares[0] < 0.05 && shares[999] < 1e-4)
        for (step, pair) in zip(shares, shares.dropFirst()).enumerated() {
            #expect(step < top ? pair.0 < pair.1 : pair.0 > pair.1)
            #expect(abs(pair.0 - pair.1) < 0.01)
        }
    }

    /// PyTorch's one cycle reaches its top and its end one step earlier: at most 0.7 % of the rate in 1000 steps.
    @Test(arguments: [("cosine", LearningRateSchedule.cosine(warmup: 0), 1e-6), ("oneCycle", .oneCycle(rise: 0.25), 0.007)])
    func `shares are PyTorch's`(_ name: String, _ schedule: LearningRateSchedule, _ tolerance: Double) throws {
        for (index, expected) in try TrainingGolden(name).after[0].enumerated() {
            #expect(abs(schedule.share(step: 100 * index, of: 1000) - expected) < tolerance)
        }
    }

    @Test func `a plateau's rate falls after more epochs without anything better than its patience`() {
        var plateau = LearningRateSchedule.Plateau()
        let shares = [0.3, 0.4, 0.4, 0.2, 0.3, 0.5, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4].map { figure -> Double in
            plateau.note(figure, factor: 0.5, patience: 2)
            return plateau.share
        }
        #expect(shares == [1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125])
    }

    @Test(arguments: [0, 1, 4]) func `a plateau is the same after it was written and read`(_ epochs: Int) throws {
        var plateau = LearningRateSchedule.Plateau()
        for _ in 0..<epochs { plateau.note(-1.5, factor: 0.1, patience: 1) }
        let read = try JSONDecoder().decode(LearningRateSchedule.Plateau.self, from: JSONEncoder().encode(plateau))
        #expect(read == plateau)
    }
}
