import Foundation
import Testing

/// What PyTorch 2.13's optimisers, losses and schedules make of given numbers (Tests/Fixtures/neural_goldens.py).
struct TrainingGolden: Decodable {
    let name: String
    /// Multiples of 1/64.
    private let before: [[Int]]
    private let gradients: [[[Int]]]
    let after: [[Double]]

    init(_ name: String) throws {
        let url = try #require(Bundle.module.url(forResource: "training", withExtension: "jsonl", subdirectory: "Golden"))
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").dropFirst()
        let all = try lines.map { try JSONDecoder().decode(TrainingGolden.self, from: Data($0.utf8)) }
        self = try #require(all.first { $0.name == name })
    }

    var start: [[Float]] { before.map(Self.numbers) }

    /// Of each step, for each array.
    var steps: [[[Float]]] { gradients.map { $0.map(Self.numbers) } }

    private static func numbers(_ multiples: [Int]) -> [Float] { multiples.map { Float($0) / 64 } }
}
