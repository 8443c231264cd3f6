import Foundation

// Usage, one command a purpose; the Python scripts beside it call it so. Each line of LIST: input.f32<TAB>output.f32, raw
// little-endian Float at 16 kHz.
//   VoiceBenchmark pitch METHOD LIST        frame rows: time, frequency, strength; prints microseconds a frame
//   VoiceBenchmark intensity FLOOR LIST     frame rows: time, decibels; prints microseconds a frame
//   VoiceBenchmark functionals SET LIST     one row a recording; prints the columns' names, then microseconds a recording
//   VoiceBenchmark formants LIST            frame rows: F1, F2, F3, F4 in hertz; prints microseconds a frame
//   VoiceBenchmark voice-quality LIST       one row, see VoiceQualityTasks.names; prints microseconds a clip
//   VoiceBenchmark truth                    prints the errors on synthetic voices as tables in Markdown
let arguments = Array(CommandLine.arguments.dropFirst())

do {
    switch arguments.first {
    case "pitch" where arguments.count == 3: try PitchTasks.track(method: arguments[1], list: arguments[2])
    case "intensity" where arguments.count == 3: try IntensityTasks.measure(floor: arguments[1], list: arguments[2])
    case "functionals" where arguments.count == 3: try FunctionalTasks.measure(set: arguments[1], list: arguments[2])
    case "formants" where arguments.count == 2: try VoiceQualityTasks.formants(list: arguments[1])
    case "voice-quality" where arguments.count == 2: try VoiceQualityTasks.functionals(list: arguments[1])
    case "truth" where arguments.count == 1:
        try PitchTruth.printTable()
        try PerturbationTruth.printTable()
        try HarmonicityTruth.printTable()
        try FormantTruth.printTable()
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
