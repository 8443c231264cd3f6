/// Feeds a `VoiceQualityComputer` with samples that arrive in pieces.
///
/// A row comes when its pitch is decided, its formants are measured and the sound about it is there: with the default options a
/// good half second after its time. Memory is the sound since the last row. Before and after the recording is silence.
struct OnlineVoiceQuality: VoiceStream {
    private let computer: VoiceQualityComputer
    private var pitch: OnlinePitch
    private var resonances: OnlineFormants
    /// Samples from position `bufferStart` of the signal on.
    private var buffer: [Float]
    private var bufferStart: Int
    private var sampleCount = 0
    private var frequencies: [Float] = []
    private var formants: [[Formant]] = []
    private var nextFrame = 0

    init(_ computer: VoiceQualityComputer) {
        self.computer = computer
        pitch = computer.liveTracker.online()
        resonances = computer.formants.online()
        bufferStart = -computer.reach
        buffer = [Float](repeating: 0, count: computer.reach)
    }

    mutating func accept(_ samples: [Float]) -> FeatureMatrix {
        let finite = samples.map { $0.isFinite ? $0 : 0 }
        buffer += finite
        sampleCount += finite.count
        frequencies += pitch.accept(finite).map(\.frequency)
        formants += resonances.accept(finite)
        return rows()
    }

    mutating func finish() -> FeatureMatrix {
        guard sampleCount > 0 else { return FeatureMatrix(names: VoiceQualityRow.names) }
        // The last frame may stand at the sample after the last.
        buffer += [Float](repeating: 0, count: computer.reach + 2)
        frequencies += pitch.finish().map(\.frequency)
        formants += resonances.finish()
        return rows()
    }

    private mutating func rows() -> FeatureMatrix {
        var matrix = FeatureMatrix(names: VoiceQualityRow.names)
        let rate = VoiceQualityComputer.timeStep * Double(computer.sampleRate)
        let known = min(frequencies.count, formants.count)
        let reached = Int((Double(bufferStart + buffer.count - computer.reach) / rate).rounded(.down)) + 1 - nextFrame
        let count = min(known, max(0, reached))
        guard count > 0 else { return matrix }
        buffer.withSpan(from: bufferStart) { span in
            let rows = computer.rows(
                in: span, times: (nextFrame..<nextFrame + count).map { Double($0) * VoiceQualityComputer.timeStep },
                frequencies: Array(frequencies[..<count]), formants: Array(formants[..<count]),
                isLive: true)
            for row in rows { matrix.append(row: row.values) }
        }
        frequencies.removeFirst(count)
        formants.removeFirst(count)
        nextFrame += count
        let unneeded = min(buffer.count, Int(Double(nextFrame) * rate) - computer.reach - bufferStart)
        if unneeded > 0 {
            buffer.removeFirst(unneeded)
            bufferStart += unneeded
        }
        return matrix
    }
}
