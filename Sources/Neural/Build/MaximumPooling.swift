/// The largest of each neighbourhood, and the way back to where it was, for channels in runs of a multiple of what
/// is read as a whole.
///
/// Works on planes: all positions of a run of channels of one utterance, one after the other. Of equals the first counts.
struct MaximumPooling<Number: TensorNumber> {
    let kernel: Extent
    /// The input's.
    let frames: Int
    let bands: Int
    let run: Int

    /// Eight channels of a run.
    private typealias Channels = SIMD8<Float>
    /// For each of them a place in the neighbourhood, counted row by row.
    private typealias Places = SIMD8<UInt32>
    /// Places as they are kept.
    private typealias Bytes = SIMD8<UInt8>

    /// - Returns: nil for layouts and neighbourhoods that oneDNN had better see to.
    init?(_ kernel: Extent, on runs: ChannelRuns, frames: Int, bands: Int) {
        // A place takes one byte.
        guard runs.run % Number.stretch == 0, kernel.frames * kernel.bands <= 256 else { return nil }
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
        _ source: UnsafePointer<Number>, to target: UnsafeMutablePointer<Number>, places: UnsafeMutablePointer<UInt8>?
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
        _ gradient: UnsafePointer<Number>, places: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<Number>
    ) {
        if kernel == Extent(2, 2) {
            backward(gradient, places: places, to: target, height: 2, width: 2)
        } else {
            backward(gradient, places: places, to: target, height: kernel.frames, width: kernel.bands)
        }
    }

    @inline(__always)
    private func forward(
        _ source: UnsafePointer<Number>, to target: UnsafeMutablePointer<Number>, places kept: UnsafeMutablePointer<UInt8>?,
        height: Int, width: Int
    ) {
        forEachNeighbourhood(height: height, width: width) { corner, output in
            var largest = Number.vectors(at: source + corner)
            var places = (Places.zero, Places.zero)
            for row in 0..<height {
                for column in 0..<width where row + column > 0 {
                    let numbers = Number.vectors(at: source + (corner + (row * bands + column) * run))
                    let place = row * width + column
                    Self.replace(&largest.0, &places.0, with: numbers.0, place)
                    Self.replace(&largest.1, &places.1, with: numbers.1, place)
                }
            }
            Number.store(largest, at: target + output)
            if let kept {
                let start = UnsafeMutableRawPointer(kept + output)
                start.storeBytes(of: Bytes(truncatingIfNeeded: places.0), as: Bytes.self)
                guard Number.stretch > Channels.scalarCount else { return }
                (start + Bytes.scalarCount).storeBytes(of: Bytes(truncatingIfNeeded: places.1), as: Bytes.self)
            }
        }
    }

    /// Where numbers are larger than the largest before, these and their place instead.
    @inline(__always)
    private static func replace(_ largest: inout Channels, _ places: inout Places, with numbers: Channels, _ place: Int) {
        let isLarger = numbers .> largest
        largest.replace(with: numbers, where: isLarger)
        places.replace(with: Places(repeating: UInt32(place)), where: isLarger)
    }

    @inline(__always)
    private func backward(
        _ gradient: UnsafePointer<Number>, places: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<Number>, height: Int,
        width: Int
    ) {
        forEachNeighbourhood(height: height, width: width) { corner, output in
            let numbers = Number.vectors(at: gradient + output)
            // As Swift compares vectors of floating-point numbers at once, but those of integers one by one.
            let start = UnsafeRawPointer(places + output)
            let first = Channels(start.loadUnaligned(as: Bytes.self))
            let second =
                Number.stretch > Channels.scalarCount
                ? Channels((start + Bytes.scalarCount).loadUnaligned(as: Bytes.self)) : first
            for row in 0..<height {
                for column in 0..<width {
                    let place = Channels(repeating: Float(row * width + column))
                    Number.store(
                        (
                            Channels.zero.replacing(with: numbers.0, where: first .== place),
                            Channels.zero.replacing(with: numbers.1, where: second .== place)
                        ), at: target + (corner + (row * bands + column) * run))
                }
            }
        }
        // What filled no neighbourhood: bands at the end of each frame, then frames.
        let (restOfBands, pooledFrames) = (bands % width, frames / height * height)
        func clear(from first: Int, count: Int) {
            UnsafeMutableRawPointer(target + first).initializeMemory(
                as: UInt8.self, repeating: 0, count: count * MemoryLayout<Number>.stride)
        }
        if restOfBands > 0 {
            for frame in stride(from: 1, through: pooledFrames, by: 1) {
                clear(from: (frame * bands - restOfBands) * run, count: restOfBands * run)
            }
        }
        clear(from: pooledFrames * bands * run, count: (frames - pooledFrames) * bands * run)
    }

    /// - Parameter body: takes where a neighbourhood's first number is in the input's plane, and where its result is in the output's.
    @inline(__always)
    private func forEachNeighbourhood(height: Int, width: Int, _ body: (Int, Int) -> Void) {
        let columns = bands / width
        for row in 0..<frames / height {
            for column in 0..<columns {
                for channel in stride(from: 0, to: run, by: Number.stretch) {
                    body((row * height * bands + column * width) * run + channel, (row * columns + column) * run + channel)
                }
            }
        }
    }
}
