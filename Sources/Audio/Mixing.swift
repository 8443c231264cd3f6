/// The mean of the channels of each frame. Nothing to do for one channel.
func mixToMean(
    _ frames: UnsafeMutablePointer<Float>, channelCount: Int, into mixed: UnsafeMutablePointer<Float>, count: Int
) {
    switch channelCount {
    case 1:
        return
    case 2:
        // The usual case, in a form that becomes vector instructions.
        for index in 0..<count {
            mixed[index] = (frames[2 * index] + frames[2 * index + 1]) * 0.5
        }
    default:
        let divisor = Float(channelCount)
        for index in 0..<count {
            var sum: Float = 0
            for channel in 0..<channelCount { sum += frames[index * channelCount + channel] }
            mixed[index] = sum / divisor
        }
    }
}

/// Where the first infinite or NaN sample stands.
func firstNotFinite(_ samples: UnsafePointer<Float>?, count: Int) -> Int? {
    guard let samples else { return nil }
    // Infinities and NaN have the largest exponents: as integers they are the largest numbers once the sign is off.
    // A maximum of integers, unlike a test for each sample, becomes vector instructions.
    var largest: Int32 = 0
    for index in 0..<count {
        largest = max(largest, Int32(bitPattern: samples[index].bitPattern & 0x7FFF_FFFF))
    }
    guard largest >= 0x7F80_0000 else { return nil }
    return (0..<count).first { !samples[$0].isFinite }
}
