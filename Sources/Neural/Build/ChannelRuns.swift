/// How a picture's channels lie in memory: in runs side by side, all positions of a run before the next run.
///
/// A run is one channel in plain layouts, 8 or 16 in blocked ones, and all of them where channels come last.
struct ChannelRuns {
    let channels: Int
    /// Frames × bands.
    let positions: Int
    let run: Int

    /// Numbers of one utterance, padding included.
    var count: Int { (channels + run - 1) / run * run * positions }

    /// Numbers of one utterance that are read sixteen at a time, such that a lane always meets the same channel.
    struct Strand {
        /// In which the channels of the lanes are found, the first of them in lane 0 and again after every so many lanes.
        let channels: Range<Int>
        let period: Int
        let start: Int
        let step: Int
        let end: Int
        let width: Int

        /// - Parameter body: takes the first number's index and how many are there, up to sixteen.
        @inline(__always)
        func forEach(_ body: (Int, Int) -> Void) {
            for index in stride(from: start, to: end, by: step) { body(index, min(width, end - index)) }
        }

        /// A number a channel, for each lane that of its channel; zero for padding.
        func lanes(of numbers: UnsafePointer<Float>) -> Lanes {
            var lanes = Lanes.zero
            for lane in 0..<width {
                let channel = channels.lowerBound + lane % period
                if channel < channels.upperBound { lanes[lane] = numbers[channel] }
            }
            return lanes
        }

        /// Each channel's sum of its lanes.
        func sum(_ lanes: Lanes, to numbers: UnsafeMutablePointer<Float>) {
            for channel in channels {
                var sum: Float = 0
                for lane in stride(from: channel - channels.lowerBound, to: width, by: period) { sum += lanes[lane] }
                numbers[channel] = sum
            }
        }
    }

    func forEachStrand(_ body: (Strand) -> Void) {
        let width = Lanes.scalarCount
        if width % run == 0 {
            // One after the other, several positions at once.
            for first in stride(from: 0, to: channels, by: run) {
                let start = first * positions
                body(
                    Strand(
                        channels: first..<min(first + run, channels), period: run, start: start, step: width,
                        end: start + run * positions, width: width))
            }
        } else {
            // One position after the other.
            for first in stride(from: 0, to: channels, by: width) {
                let last = min(first + width, channels)
                body(
                    Strand(
                        channels: first..<last, period: width, start: first, step: run,
                        end: (positions - 1) * run + last, width: last - first))
            }
        }
    }
}

extension ChannelRuns {
    /// - Returns: nil when the channels do not lie in runs.
    init?(_ layout: Layout) throws(NeuralError) {
        let (channels, frames, bands) = (layout.dimensions[1], layout.dimensions[2], layout.dimensions[3])
        for run in [1, 8, 16, channels] {
            let runs = ChannelRuns(channels: channels, positions: frames * bands, run: run)
            guard try runs.layout(layout.dimensions, format: layout.format).isEqual(to: layout) else { continue }
            self = runs
            return
        }
        return nil
    }

    /// One number an utterance and channel, in such runs.
    func layout(batch: Int) throws(NeuralError) -> Layout {
        let dimensions = [batch, channels, 1, 1]
        return try run == 8 || run == 16 ? .blocked(dimensions, run: run) : Layout(dimensions)
    }

    /// A picture of as many channels in such runs.
    func layout(_ dimensions: [Int], format: NumberFormat = .single) throws(NeuralError) -> Layout {
        let (frames, bands) = (dimensions[2], dimensions[3])
        return switch run {
        case 1: try Layout(dimensions, format: format)
        case 8, 16: try .blocked(dimensions, run: run, format: format)
        default:
            try Layout(dimensions, strides: [channels * frames * bands, 1, bands * channels, channels], format: format)
        }
    }
}
