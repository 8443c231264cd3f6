import Foundation

// The Swift side of speech_detection.py and speech_weights.py.
let usage = """
    usage: SpeechBenchmark frames LIST            lines of input.f32 TAB output.f32: decision, score, evidence of each 10 ms
           SpeechBenchmark segments LIST          prints path, seconds, and start,end,share of each utterance
           SpeechBenchmark time INPUT.f32         prints how many times faster than real time each stage is
    """

do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("frames", 2): try SpeechTasks.frames(list: arguments[1])
    case ("segments", 2): try SpeechTasks.segments(list: arguments[1])
    case ("time", 2): try SpeedTasks.time(path: arguments[1])
    default: throw UsageError(sentence: usage)
    }
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
