/// The largest of each neighbourhood, and the way back to where it was, for channels in runs of a multiple of eight.
///
/// Works on planes: all positions of a run of channels of one utterance, one after the other. Of equals the first counts.
struct MaximumPooling {
    let kernel: Extent
    /// The input's.
    let frames: Int
    let bands: Int
    let run: Int

    /// Eight channels of a run.
    private typealias Channels = SIMD8<Float>
    /// For each of them a place in the neighbourhood, counted row by row.
    private typealias Places = SIMD8<UInt8>

    /// - Returns: nil for layouts and neighbourhoods that oneDNN had better see to.
    init?(_ kernel: Extent, on runs: ChannelRuns, frames: Int, bands: Int) {
        // A place takes one byte.
        guard runs.run % Channels.scalarCount == 0, kernel.frames * kernel.bands <= 256 else { return nil }
        self.kernel = kernel
        self.frames = frames
        self.bands = bands
        run = runs.run
    }

    /// Numbers of a plane of the input.
    var inputCount: Int { frames * bands * run }

    /// Numbers of a plane of the output.
    var outputCount: Int { (frames / kernel.frames) * (bands / kernel.bands) * run }

    /// - Parameter places: where the largest were is kept there, for `backward`.
    func forward(
        _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, places: UnsafeMutablePointer<UInt8>?
    ) {
        // The usual kernel as constants, so that its loops are unrolled.
        if kernel == Extent(2, 2) {
            forward(source, to: target, places: places, height: 2, width: 2)
        } else {
            forward(source, to: target, places: places, height: kernel.frames, width: kernel.bands)
        }
    }

    /// - Parameter target: every number of it is written.
    func backward(
        _ gradient: UnsafePointer<Float>, places: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<Float>
    ) {
        if kernel == Extent(2, 2) {
            backward(gradient, places: places, to: target, height: 2, width: 2)
        } else {
            backward(gradient, places: places, to: target, height: kernel.frames, width: kernel.bands)
        }
    }

    @inline(__always)
    private func forward(
        _ source: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, places: UnsafeMutablePointer<UInt8>?,
        height: Int, width: Int
    ) {
        forEachNeighbourhood(height: height, width: width) { corner, output in
            var largest = Self.channels(source + corner)
            var place = SIMD8<UInt32>.zero
            for row in 0..<height {
                for column in 0..<width where row + column > 0 {
                    let numbers = Self.channels(source + (corner + (row * bands + column) * run))
                    let isLarger = numbers .> largest
                    largest.replace(with: numbers, where: isLarger)
                    place.replace(with: SIMD8(repeating: UInt32(row * width + column)), where: isLarger)
                }
            }
            UnsafeMutableRawPointer(target + output).storeBytes(of: largest, as: Channels.self)
            if let places {
                UnsafeMutableRawPointer(places + output).storeBytes(of: Places(truncatingIfNeeded: place), as: Places.self)
            }
        }
    }

    @inline(__always)
    private func backward(
        _ gradient: UnsafePointer<Float>, places: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<Float>, height: Int,
        width: Int
    ) {
        forEachNeighbourhood(height: height, width: width) { corner, output in
            let numbers = Self.channels(gradient + output)
            // As Swift compares vectors of floating-point numbers at once, but those of integers one by one.
            let place = Channels(UnsafeRawPointer(places + output).loadUnaligned(as: Places.self))
            for row in 0..<height {
                for column in 0..<width {
                    let isPlace = place .== Channels(repeating: Float(row * width + column))
                    UnsafeMutableRawPointer(target + (corner + (row * bands + column) * run)).storeBytes(
                        of: Channels.zero.replacing(with: numbers, where: isPlace), as: Channels.self)
                }
            }
        }
        // What filled no neighbourhood: bands at the end of each frame, then frames.
        let (restOfBands, pooledFrames) = (bands % width, frames / height * height)
        if restOfBands > 0 {
            for frame in stride(from: 1, through: pooledFrames, by: 1) {
                (target + (frame * bands - restOfBands) * run).update(repeating: 0, count: restOfBands * run)
            }
        }
        (target + pooledFrames * bands * run).update(repeating: 0, count: (frames - pooledFrames) * bands * run)
    }

    /// - Parameter body: takes where a neighbourhood's first number is in the input's plane, and where its result is in the output's.
    @inline(__always)
    private func forEachNeighbourhood(height: Int, width: Int, _ body: (Int, Int) -> Void) {
        let columns = bands / width
        for row in 0..<frames / height {
            for column in 0..<columns {
                for channel in stride(from: 0, to: run, by: Channels.scalarCount) {
                    body((row * height * bands + column * width) * run + channel, (row * columns + column) * run + channel)
                }
            }
        }
    }

    @inline(__always)
    private static func channels(_ source: UnsafePointer<Float>) -> Channels {
        UnsafeRawPointer(source).loadUnaligned(as: Channels.self)
    }
}
