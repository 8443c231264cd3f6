import Foundation
import UndertoneFeatures

// Usage, one command a purpose; the Python scripts beside it call it so:
//   FeatureBenchmark extract CONVENTION GROUPS LIST     each line of LIST: input.f32<TAB>output.f32
//   FeatureBenchmark time CONVENTION GROUPS REPEATS LIST   each line of LIST: input.f32; prints milliseconds a pass
//   FeatureBenchmark functionals SET REPEATS LIST       each line of LIST: input.f32; prints milliseconds a pass
//   FeatureBenchmark chain STAGE THREADS REPEATS LIST   decode, resample or chain over the files of LIST; milliseconds a pass
//   FeatureBenchmark transform LENGTH COUNT             prints nanoseconds a real transform
let arguments = Array(CommandLine.arguments.dropFirst())

do {
    switch arguments.first {
    case "extract" where arguments.count == 4:
        try FeatureTasks.extract(convention: arguments[1], groups: arguments[2], list: arguments[3])
    case "time" where arguments.count == 5:
        try FeatureTasks.time(
            convention: arguments[1], groups: arguments[2], repeats: arguments[3], list: arguments[4])
    case "functionals" where arguments.count == 4:
        try FeatureTasks.timeFunctionals(set: arguments[1], repeats: arguments[2], list: arguments[3])
    case "chain" where arguments.count == 5:
        try ChainTasks.time(stage: arguments[1], threads: arguments[2], repeats: arguments[3], list: arguments[4])
    case "transform" where arguments.count == 3:
        try TransformTasks.time(length: arguments[1], count: arguments[2])
    default:
        throw UsageError(
            sentence: "Expected extract, time, functionals, chain or transform with their arguments; see main.swift.")
    }
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}

struct UsageError: Error, CustomStringConvertible {
    var sentence: String
    var description: String { sentence }
}
