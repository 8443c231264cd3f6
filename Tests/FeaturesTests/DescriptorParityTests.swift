import Foundation
import Testing
import UndertoneAudio
import UndertoneFeatures

/// The signals of `make_feature_goldens.py`, by the same formulas.
enum GoldenSignal: String, Decodable {
    case noise, chirp, voice

    private static let count = 12000

    private static func noise(seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Double(generator.next() >> 40) / 8_388_608 - 1 }
    }

    var samples: [Float] {
        switch self {
        case .noise: return Self.noise(seed: 1).map { Float(0.5 * $0) }
        case .chirp:
            let noise = Self.noise(seed: 3)
            return (0..<Self.count).map { n in
                let t = Double(n) / 16000
                return Float(0.4 * sin(2 * .pi * (100 * t + 2500 * t * t)) * (0.05 + t) + 0.02 * noise[n])
            }
        case .voice:
            let noise = Self.noise(seed: 2)
            return (0..<Self.count).map { n in
                let t = Double(n) / 16000
                let harmonics = (1..<12).reduce(0) { $0 + 0.3 / Double($1) * sin(2 * .pi * 140 * Double($1) * t) }
                return Float((t > 0.1 && t < 0.5 ? harmonics : 0) + (t < 0.6 ? 0.001 * noise[n] : 0))
            }
        }
    }
}

struct GoldenRecord: Decodable {
    var signal: GoldenSignal
    var descriptor: String
    var frameCount: Int
    var frames: [Int]
    var values: [[Double]]

    static func records(_ convention: FeatureConvention) throws -> [GoldenRecord] {
        let url = try #require(
            Bundle.module.url(forResource: convention.rawValue, withExtension: "jsonl", subdirectory: "Golden"))
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        return try lines.dropFirst().map { try JSONDecoder().decode(GoldenRecord.self, from: Data($0.utf8)) }
    }
}

struct DescriptorParityTests {
    /// Absolute bounds for log-mel and MFCC, whose units are logarithms: the 5e-4 against librosa and 1e-3 against Kaldi,
    /// which computes in Float itself. The others are relative, to the value or to the descriptor's root mean square.
    private static func bound(_ descriptor: String, _ convention: FeatureConvention) -> (value: Double, isRelative: Bool) {
        guard descriptor.hasPrefix("mfcc") || descriptor.hasPrefix("log_mel") else { return (1e-3, true) }
        return (convention == .kaldi ? 1e-3 : 5e-4, false)
    }

    @Test(arguments: FeatureConvention.allCases)
    func `every descriptor agrees with its toolkit`(convention: FeatureConvention) throws {
        let groups: [DescriptorGroup] = convention == .librosa ? DescriptorGroup.allCases : [.logMel, .mfcc]
        let deltas = convention == .kaldi ? nil : DeltaOptions(convention: convention)
        let computer = try DescriptorComputer(
            DescriptorOptions(groups: groups, convention: convention, deltas: deltas))
        let records = try GoldenRecord.records(convention)
        #expect(Set(records.map(\.signal.rawValue)).count == 3)
        for record in records {
            let matrix = computer.matrix(of: record.signal.samples)
            #expect(matrix.rowCount == record.frameCount)
            let columns = matrix.names.indices.filter { index in
                let name = matrix.names[index]
                guard let bar = name.lastIndex(of: "_"), Int(name[name.index(after: bar)...]) != nil else {
                    return name == record.descriptor
                }
                return name[..<bar] == record.descriptor
            }
            let (bound, isRelative) = Self.bound(record.descriptor, convention)
            let all = record.values.joined()
            let size = (all.reduce(0) { $0 + $1 * $1 } / Double(all.count)).squareRoot()
            for (frame, expected) in zip(record.frames, record.values) {
                try #require(expected.count == columns.count)
                for (column, value) in zip(columns, expected) {
                    let difference = abs(Double(matrix[frame, column]) - value)
                    let allowed = bound * (isRelative ? max(abs(value), size) : 1)
                    #expect(
                        difference <= allowed,
                        "\(record.signal) \(matrix.names[column]) frame \(frame): \(matrix[frame, column]), not \(value)")
                }
            }
        }
    }
}
