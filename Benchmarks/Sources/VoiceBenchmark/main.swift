import Foundation

// Usage, one command a purpose; the Python scripts beside it call it so. Each line of LIST: input.f32<TAB>output.f32, raw
// little-endian Float at 16 kHz.
//   VoiceBenchmark pitch METHOD LIST        frame rows: time, frequency, strength; prints microseconds a frame
//   VoiceBenchmark intensity FLOOR LIST     frame rows: time, decibels; prints microseconds a frame
//   VoiceBenchmark functionals SET LIST     one row a recording; prints the columns' names, then microseconds a recording
//   VoiceBenchmark truth                    prints the errors on synthetic voices as tables in Markdown
let arguments = Array(CommandLine.arguments.dropFirst())

do {
    switch arguments.first {
    case "pitch" where arguments.count == 3: try PitchTasks.track(method: arguments[1], list: arguments[2])
    case "intensity" where arguments.count == 3: try IntensityTasks.measure(floor: arguments[1], list: arguments[2])
    case "functionals" where arguments.count == 3: try FunctionalTasks.measure(set: arguments[1], list: arguments[2])
    case "truth" where arguments.count == 1:
        try PitchTruth.printTable()
    default: throw UsageError(sentence: "Expected a task with its arguments; see main.swift.")
    }
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}

struct UsageError: Error, CustomStringConvertible {
    var sentence: String
    var description: String { sentence }
}
