public import UndertoneAudio

/// Computes the descriptors of frames: all that were asked for, from one spectrum a frame.
///
///     let computer = try DescriptorComputer(DescriptorOptions(groups: [.mfcc, .spectral]))
///     let matrix = try computer.matrix(of: signal)        // frames × named columns
///
/// It holds tables only and may be shared by threads. `matrix(of:)` takes a whole signal; `online()` makes a driver for samples
/// that arrive in pieces. Both run the same code, eight frames at a time, and with `options.streaming` give the same bits.
public struct DescriptorComputer: Sendable {
    public let options: DescriptorOptions
    /// The columns' names, in order; deltas last.
    public let names: [String]

    let layout: DescriptorLayout
    let transform: LaneTransform
    /// The window times ½, which the transform asks for.
    let halfWindow: [Double]
    let melBank: MelBank?
    let cosine: CosineTransform?
    let chromaBank: ChromaBank?
    let contrastBands: [ContrastBand]
    let shapeTables: ShapeTables?
    /// No descriptor looks at a bin from this one on.
    let usedBinCount: Int
    /// The columns that get deltas.
    let deltaColumns: [Int]

    public init(_ options: DescriptorOptions) throws(FeatureOptionsError) {
        try options.validate()
        self.options = options
        layout = DescriptorLayout(options)
        transform = LaneTransform(length: options.frames.transformLength)
        halfWindow = options.frames.window.doubles(length: options.frames.windowLength).map { $0 / 2 }
        melBank = options.needsMel ? try MelBank(options.mel, frames: options.frames) : nil
        cosine =
            options.groups.contains(.mfcc)
            ? CosineTransform(
                inputCount: options.mel.bands, first: options.mfcc.firstIndex, count: options.mfcc.count,
                scale: { options.mfcc.rowScale(index: $0, bands: options.mel.bands) })
            : nil
        chromaBank =
            options.groups.contains(.chroma) ? ChromaBank(options.chroma, frames: options.frames) : nil
        contrastBands =
            options.groups.contains(.spectral)
            ? ContrastBand.bands(options.spectral, frames: options.frames) : []
        shapeTables = options.groups.contains(.shape) ? try ShapeTables(options.shape, frames: options.frames) : nil
        let lastMelBins = [melBank, shapeTables?.melBank].compactMap { $0?.rows.map { $0.firstBin + $0.count }.max() }
        usedBinCount =
            options.needsMagnitude || options.groups.contains(.chroma)
            ? options.frames.binCount : max(shapeTables?.band.upperBound ?? 0, lastMelBins.max() ?? 0)
        let layout = layout
        let deltaColumns = options.deltas?.groups.flatMap { layout.columns[$0].map(Array.init) ?? [] } ?? []
        self.deltaColumns = deltaColumns
        names =
            layout.names
            + (options.deltas.map { deltas in
                (1...deltas.order).flatMap { order in
                    deltaColumns.map { FeatureMatrix.deltaName(layout.names[$0], order: order) }
                }
            } ?? [])
    }

    /// The columns of a group, without its deltas; nil when it was not asked for.
    public func columns(of group: DescriptorGroup) -> Range<Int>? { layout.columns[group] }

    /// The descriptors of a whole signal, one row a frame.
    ///
    /// - Throws: `FeatureOptionsError.sampleRate` when the signal is not at the options' rate.
    public func matrix(of signal: Signal) throws(FeatureOptionsError) -> FeatureMatrix {
        guard signal.sampleRate == options.frames.sampleRate else {
            throw .sampleRate(signal: signal.sampleRate, options: options.frames.sampleRate)
        }
        return matrix(of: signal.samples)
    }

    /// The descriptors of a whole signal whose samples are at the options' rate.
    public func matrix(of samples: [Float]) -> FeatureMatrix {
        var memory: FrameMemory?
        return matrix(of: samples, gain: 1, memory: &memory)
    }

    /// The descriptors of a whole signal times a gain.
    ///
    /// - Parameter memory: of the stream that the signal is a segment of, if it is.
    func matrix(of samples: [Float], gain: Float, memory: inout FrameMemory?) -> FeatureMatrix {
        // Energies are those of the samples, everything else that of the spectrum.
        guard takesGain else {
            var none: FrameMemory?
            return rows(of: samples.scaled(by: gain), gain: 1, memory: &none)
        }
        return rows(of: samples, gain: gain, memory: &memory)
    }

    private func rows(of samples: [Float], gain: Float, memory: inout FrameMemory?) -> FeatureMatrix {
        let frames = options.frames.frameCount(sampleCount: samples.count)
        guard frames > 0 else { return FeatureMatrix(names: names) }
        var state = FrameState()
        let values = computeRows(
            samples, origin: options.frames.firstFrameStart, frameCount: frames, inside: 0..<samples.count, state: &state,
            gain: gain, memory: &memory)
        let matrix = FeatureMatrix(names: layout.names, values: values)
        guard let deltas = options.deltas else { return matrix }
        return matrix.appendingDeltas(method: deltas.method, order: deltas.order, columns: deltaColumns)
    }

    /// A driver for samples that arrive in pieces.
    ///
    /// - Throws: `FeatureOptionsError.wholeSignalOnly` when an option needs the whole signal; `options.streaming` has none.
    public func online() throws(FeatureOptionsError) -> OnlineDescriptors {
        if options.needsMel, options.log.topDecibels != nil { throw .wholeSignalOnly(field: "log.topDecibels") }
        if options.groups.contains(.spectral), options.spectral.contrastTopDecibels != nil {
            throw .wholeSignalOnly(field: "spectral.contrastTopDecibels")
        }
        return OnlineDescriptors(self)
    }
}
