import Foundation

/// The recordings that a script has decoded, and where it wants the results.
enum Listing {
    /// Calls `rows` with the samples of each line of a list and writes the numbers that it returns; prints microseconds a row.
    static func each(_ list: String, columns: Int, rows: ([Float]) throws -> [Float]) throws {
        let clock = ContinuousClock()
        var time = Duration.zero
        var count = 0
        for line in try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n") {
            let paths = line.split(separator: "\t").map(String.init)
            guard paths.count == 2 else { throw UsageError(sentence: "\(list) holds a line without two paths.") }
            let samples = try Data(contentsOf: URL(fileURLWithPath: paths[0])).withUnsafeBytes {
                Array($0.bindMemory(to: Float.self))
            }
            var values: [Float] = []
            time += try clock.measure { values = try rows(samples) }
            count += values.count / columns
            try values.withUnsafeBytes { Data($0) }.write(to: URL(fileURLWithPath: paths[1]))
        }
        print(time / .microseconds(1) / Double(max(1, count)))
    }
}
