import Foundation
import UndertoneAudio
import UndertoneFeatures

/// What the scripts ask for, on samples that they have decoded already: raw little-endian Float at 16 kHz.
enum FeatureTasks {
    static func options(convention: String, groups: String) throws -> DescriptorOptions {
        guard let convention = FeatureConvention(rawValue: convention) else {
            throw UsageError(sentence: "\(convention) is not a convention.")
        }
        let groups = try groups.split(separator: ",").map { name in
            guard let group = DescriptorGroup(rawValue: String(name)) else {
                throw UsageError(sentence: "\(name) is not a group of descriptors.")
            }
            return group
        }
        return DescriptorOptions(groups: groups, convention: convention)
    }

    static func samples(at path: String) throws -> [Float] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return data.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }

    static func lines(of path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    static func extract(convention: String, groups: String, list: String) throws {
        let computer = try DescriptorComputer(options(convention: convention, groups: groups))
        for line in try lines(of: list) {
            let paths = line.split(separator: "\t").map(String.init)
            guard paths.count == 2 else { throw UsageError(sentence: "\(list) holds a line without two paths.") }
            let matrix = computer.matrix(of: try samples(at: paths[0]))
            try matrix.values.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: paths[1]))
        }
        print(computer.names.joined(separator: ","))
    }

    static func time(convention: String, groups: String, repeats: String, list: String) throws {
        let computer = try DescriptorComputer(options(convention: convention, groups: groups))
        let signals = try lines(of: list).map(samples(at:))
        var frames = 0
        // The first pass warms the caches and is not printed.
        for pass in 0...(Int(repeats) ?? 5) {
            let watch = Stopwatch()
            for signal in signals { frames += computer.matrix(of: signal).rowCount }
            if pass > 0 { print(watch.milliseconds) }
        }
        FileHandle.standardError.write(Data("\(frames) frames\n".utf8))
    }

    /// Prints milliseconds a pass over the signals' functionals, as `features --set` measures them.
    static func timeFunctionals(set: String, repeats: String, list: String) throws {
        let extractor = try FeatureExtractor(FeatureRecipe(named: set))
        let signals = try lines(of: list).map { Signal(samples: try samples(at: $0), sampleRate: 16000) }
        var sum: Float = 0
        for pass in 0...(Int(repeats) ?? 5) {
            let watch = Stopwatch()
            for signal in signals { sum += try extractor.functionals(of: signal)[0] }
            if pass > 0 { print(watch.milliseconds) }
        }
        FileHandle.standardError.write(Data("checksum \(sum)\n".utf8))
    }
}

/// Milliseconds since it was made: those that passed, a tab, and those that the process spent on a processor.
struct Stopwatch {
    private let start = ContinuousClock.now
    private let processor = Self.processorTime

    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    var milliseconds: String {
        "\((ContinuousClock.now - start) / .milliseconds(1))\t\(Self.processorTime - processor)"
    }
}
