import UndertoneFeatures

enum PitchTasks {
    static func track(method: String, list: String) throws {
        guard let method = PitchOptions.Method(rawValue: method) else {
            throw UsageError(sentence: "\(method) is not a method of pitch tracking.")
        }
        let tracker = try PitchTracker(PitchOptions(method: method, alignment: .centredInFile), sampleRate: 16000)
        try Listing.each(list, columns: 3) { samples in
            let track = tracker.track(of: samples)
            return (0..<track.count).flatMap { index in
                [Float(track.time(ofFrame: index)), track.frequencies[index], track.strengths[index]]
            }
        }
    }
}

enum IntensityTasks {
    static func measure(floor: String, list: String) throws {
        guard let floor = Double(floor) else { throw UsageError(sentence: "\(floor) is not a frequency.") }
        let computer = try IntensityComputer(IntensityOptions(alignment: .centredInFile, floor: floor), sampleRate: 16000)
        try Listing.each(list, columns: 2) { samples in
            let start = computer.firstTime(sampleCount: samples.count)
            return computer.decibels(of: samples).enumerated().flatMap { index, value in
                [Float(start + Double(index) * computer.options.timeStep), value]
            }
        }
    }
}
