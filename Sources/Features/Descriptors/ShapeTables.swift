import Foundation
import UndertoneAudio

/// What the spectral shape's options mean on one spectrum: bins, weights and the floor.
struct ShapeTables: Sendable {
    /// The bins of the band.
    let band: Range<Int>
    /// Hertz from bin to bin.
    let spacing: Float
    let lowCentroids: [Range<Int>]
    let slopes: [Slope]
    /// The first bin above the split.
    let alphaSplit: Int
    let hammarbergSplit: Int
    let contrasts: [ContrastBand]
    /// How many bins the widest contrast band has.
    let widestContrast: Int
    let melBank: MelBank
    /// What is added to a bin's power.
    let floor: Float
    /// For each mel band, the floor as the band weighs it.
    let melFloors: [Float]
    /// In decibels: added to the band's summed power, and to a bin's, it gives them relative to full scale.
    let levelOffset: Float
    let valleyOffset: Float

    /// The least-squares line through decibels against kilohertz: Σ weight · decibels.
    struct Slope: Sendable {
        let firstBin: Int
        let weights: [Float]
    }

    init(_ options: ShapeOptions, frames: FrameOptions) throws(FeatureOptionsError) {
        let frequencies = frames.binFrequencies
        /// Bins between two frequencies; where there is none, the bin nearest to their middle.
        func bins(_ low: Float, _ high: Float, of all: Range<Int>, isOpen: Bool = false) -> Range<Int> {
            let (low, high) = (Double(low), Double(high))
            let inside = all.filter { frequencies[$0] >= low && (isOpen ? frequencies[$0] < high : frequencies[$0] <= high) }
            if let first = inside.first, let last = inside.last { return first..<last + 1 }
            let middle = (low + high) / 2
            let bin = all.min { abs(frequencies[$0] - middle) < abs(frequencies[$1] - middle) } ?? all.lowerBound
            return bin..<bin + 1
        }
        let band = bins(options.minimumFrequency, options.maximumFrequency, of: 0..<frequencies.count)
        self.band = band
        spacing = Float(frames.sampleRate) / Float(frames.transformLength)
        lowCentroids = options.lowCentroidLimits.map { bins(options.minimumFrequency, $0, of: band) }
        slopes = zip(options.slopeEdges, options.slopeEdges.dropFirst()).map { low, high in
            let bins = bins(low, high, of: band)
            let kilohertz = bins.map { frequencies[$0] / 1000 }
            let mean = kilohertz.reduce(0, +) / Double(kilohertz.count)
            let squares = kilohertz.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return Slope(
                firstBin: bins.lowerBound, weights: kilohertz.map { squares > 0 ? Float(($0 - mean) / squares) : 0 })
        }
        alphaSplit = band.first { frequencies[$0] > Double(options.alphaRatioSplit) } ?? band.upperBound
        hammarbergSplit = band.first { frequencies[$0] > Double(options.hammarbergSplit) } ?? band.upperBound
        contrasts = zip(options.contrastEdges, options.contrastEdges.dropFirst()).map { low, high in
            let bins = bins(low, high, of: band, isOpen: true)
            let count = Int((Double(options.contrastShare) * Double(bins.count)).rounded(.toNearestOrEven))
            return ContrastBand(bins: bins, quantileCount: max(1, count))
        }
        widestContrast = contrasts.map(\.bins.count).max() ?? 0
        let mel = MelOptions(
            bands: options.melBands, minimumFrequency: options.minimumFrequency,
            maximumFrequency: options.maximumFrequency)
        let melBank = try MelBank(mel, frames: frames)
        self.melBank = melBank

        // White noise of mean square m has m·Σw² of power in each bin, w being the window; a frame's mean square is its bins'
        // summed power over Σw²·N/2.
        let energy = frames.window.doubles(length: frames.windowLength).reduce(0) { $0 + $1 * $1 }
        let unit = energy * Double(frames.sampleScale) * Double(frames.sampleScale)
        let floor = Float(unit * pow(10, Double(options.floor) / 10))
        self.floor = floor
        melFloors = melBank.rows.map { row in
            // A mel band that falls between two bins has no weight, and must have a logarithm nevertheless.
            let sum = melBank.weights[row.offset..<row.offset + row.count].reduce(0, +)
            return max(floor * sum, .leastNormalMagnitude)
        }
        levelOffset = Float(-10 * log10(unit * Double(frames.transformLength) / 2))
        valleyOffset = Float(-10 * log10(unit))
    }
}
