/// Where each number of a frame stands: first as raw lanes, then as a named column.
struct DescriptorLayout: Hashable, Sendable {
    /// Offsets into a frame's raw numbers, which still lack what needs the whole signal.
    struct Raw: Hashable, Sendable {
        var mel = 0
        var logEnergy = 0
        var centroid = 0
        var bandwidth = 0
        var rollOff = 0
        var flatness = 0
        var flux = 0
        var peaks = 0
        var valleys = 0
        var chroma = 0
        var rms = 0
        var zeroCrossings = 0
        var shape = 0
        var count = 0
    }

    let raw: Raw
    let names: [String]
    /// The columns of each group that was asked for.
    let columns: [DescriptorGroup: Range<Int>]

    init(_ options: DescriptorOptions) {
        var raw = Raw()
        func take(_ count: Int) -> Int {
            defer { raw.count += count }
            return raw.count
        }
        let groups = Set(options.groups)
        let contrasts = options.spectral.contrastBands + 1
        if options.needsMel { raw.mel = take(options.mel.bands) }
        if groups.contains(.mfcc) { raw.logEnergy = take(1) }
        if groups.contains(.spectral) {
            raw.centroid = take(1)
            raw.bandwidth = take(1)
            raw.rollOff = take(1)
            raw.flatness = take(1)
            raw.flux = take(1)
            raw.peaks = take(contrasts)
            raw.valleys = take(contrasts)
        }
        if groups.contains(.chroma) { raw.chroma = take(options.chroma.classes) }
        if groups.contains(.energy) { raw.rms = take(1) }
        if groups.contains(.zeroCrossingRate) { raw.zeroCrossings = take(1) }
        if groups.contains(.shape) { raw.shape = take(options.shape.names.count) }
        self.raw = raw

        var names: [String] = []
        var columns: [DescriptorGroup: Range<Int>] = [:]
        for group in options.groups {
            let start = names.count
            switch group {
            case .logMel: names += (0..<options.mel.bands).map { "log_mel_\($0)" }
            case .mfcc: names += (0..<options.mfcc.count).map { "mfcc_\(options.mfcc.firstIndex + $0)" }
            case .spectral:
                names += ["spectral_centroid", "spectral_bandwidth", "spectral_rolloff", "spectral_flatness"]
                names += (0..<contrasts).map { "spectral_contrast_\($0)" }
                names.append("spectral_flux")
            case .chroma: names += (0..<options.chroma.classes).map { "chroma_\($0)" }
            case .energy: names.append("rms")
            case .zeroCrossingRate: names.append("zero_crossing_rate")
            case .shape: names += options.shape.names
            }
            columns[group] = start..<names.count
        }
        self.names = names
        self.columns = columns
    }
}
