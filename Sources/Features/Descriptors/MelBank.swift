/// Triangular mel bands over the bins of a spectrum, kept sparse: a band stores only the bins under its triangle.
public struct MelBank: Hashable, Sendable {
    /// One run of bins a band.
    struct Row: Hashable, Sendable {
        var firstBin: Int
        var count: Int
        /// Where the band's weights begin in `weights`.
        var offset: Int
    }

    let rows: [Row]
    let weights: [Float]
    public var bandCount: Int { rows.count }

    /// The bands for spectra of `frames.binCount` bins; weights are computed in double precision.
    ///
    /// A band narrower than the spacing of the bins may hold none and is then always empty, as in librosa.
    public init(_ options: MelOptions, frames: FrameOptions) throws(FeatureOptionsError) {
        try frames.validate()
        try require(options.bands, in: 1...1024, field: "mel.bands")
        let nyquist = Float(frames.sampleRate) / 2
        let maximum = options.maximumFrequency ?? nyquist
        guard options.minimumFrequency >= 0, maximum > options.minimumFrequency, maximum <= nyquist else {
            throw .melRange(minimum: options.minimumFrequency, maximum: maximum, nyquist: nyquist)
        }
        let scale = options.scale
        let low = scale.mel(hertz: Double(options.minimumFrequency))
        let high = scale.mel(hertz: Double(maximum))
        let edges = (0..<options.bands + 2).map { low + (high - low) * Double($0) / Double(options.bands + 1) }
        let corners = options.slope == .mel ? edges : edges.map { scale.hertz(mel: $0) }
        let positions = frames.binFrequencies.map { options.slope == .mel ? scale.mel(hertz: $0) : $0 }

        var rows: [Row] = []
        var weights: [Float] = []
        for band in 0..<options.bands {
            let (left, centre, right) = (corners[band], corners[band + 1], corners[band + 2])
            let area = options.hasUnitArea ? 2 / (scale.hertz(mel: edges[band + 2]) - scale.hertz(mel: edges[band])) : 1
            let bins = positions.indices.filter { positions[$0] > left && positions[$0] < right }
            rows.append(Row(firstBin: bins.first ?? 0, count: bins.count, offset: weights.count))
            for bin in bins {
                let rising = (positions[bin] - left) / (centre - left)
                let falling = (right - positions[bin]) / (right - centre)
                weights.append(Float(min(rising, falling) * area))
            }
        }
        self.rows = rows
        self.weights = weights
    }

    /// The weights as a full table, bands × bins, row by row.
    public func table(binCount: Int) -> [Float] {
        var table = [Float](repeating: 0, count: bandCount * binCount)
        for (band, row) in rows.enumerated() {
            for index in 0..<row.count { table[band * binCount + row.firstBin + index] = weights[row.offset + index] }
        }
        return table
    }
}
