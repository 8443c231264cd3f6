/// Feeds an `IntensityComputer` with samples that arrive in pieces; however they are cut, the frames are the same bits.
///
/// A frame comes half a window after its time; memory is one window. Frames `centredInFile` come from `finish`.
public struct OnlineIntensity: Sendable {
    private let computer: IntensityComputer
    /// Samples from position `bufferStart` of the signal on.
    private var buffer: [Float] = []
    private var bufferStart = 0
    private var sampleCount = 0
    private var nextFrame = 0

    init(_ computer: IntensityComputer) {
        self.computer = computer
    }

    /// Takes samples at the computer's rate and returns the frames that became ready, in dB.
    public mutating func accept(_ samples: [Float]) -> [Float] {
        buffer.append(contentsOf: samples.lazy.map { $0.isFinite ? $0 : 0 })
        sampleCount += samples.count
        guard computer.options.alignment == .hops else { return [] }
        var ready: [Float] = []
        while middle(0) + computer.reach < sampleCount {
            ready.append(computer.decibels(buffer, around: middle(0) - bufferStart))
            nextFrame += 1
        }
        let keepFrom = min(sampleCount, middle(0) - computer.reach)
        if keepFrom - bufferStart > 2 * computer.reach {
            buffer.removeFirst(keepFrom - bufferStart)
            bufferStart = keepFrom
        }
        return ready
    }

    /// Returns the frames that are left. Nothing may be accepted afterwards.
    public mutating func finish() -> [Float] {
        let (firstTime, count) = computer.frames(sampleCount: sampleCount)
        var rest: [Float] = []
        while nextFrame < count {
            rest.append(computer.decibels(buffer, around: middle(firstTime) - bufferStart))
            nextFrame += 1
        }
        return rest
    }

    /// The sample in the middle of the next frame.
    private func middle(_ firstTime: Double) -> Int {
        computer.middle(firstTime + Double(nextFrame) * computer.options.timeStep)
    }
}
