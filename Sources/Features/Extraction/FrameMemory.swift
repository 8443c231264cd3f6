/// What the frames of a stream measure whatever segment they belong to, so that segments that overlap measure their common frames once.
///
///     var memory: FrameMemory? = FrameMemory()
///     let row = extractor.features(ofSegment: samples, at: place, memory: &memory)
///     memory?.forget(before: …)
///
/// Spectra, pitch candidates and intensities depend on a frame's own samples only. What depends on the segment is computed from them for
/// each: its level, the pitch's path, functionals; and so are the frames that reach beyond its ends. Frames are measured when a segment
/// first asks for them. Of a frame about 2 kB of spectrum are kept at 16 kHz, and 100 bytes of the rest.
package struct FrameMemory: Sendable {
    /// By the number of eight frames.
    var spectra = Remembered<[Lanes]>()
    var pitch = Remembered<PitchFrame>()
    var intensities = Remembered<Float>()
    var vowelIntensities = Remembered<Float>()
    /// Where in the stream the segment begins that is being measured, in frames.
    var firstFrame = 0
    /// Whether the last bits count: the filter of the vowels' band then begins with the segment, and is not one that has been running.
    var isExact = true

    package init() {}

    /// Lets go of frames by their places in the stream: of the spectra of those before one, and of everything before another.
    package mutating func forget(spectraBefore spectrum: Int, allBefore frame: Int) {
        spectra.forget(before: spectrum / 8)
        pitch.forget(before: frame)
        intensities.forget(before: frame)
        vowelIntensities.forget(before: frame)
    }
}

/// Values by their places in a long row, most of them recent, some of them missing.
struct Remembered<Value: Sendable>: Sendable {
    private var values: [Value?] = []
    /// Nothing is kept before this place.
    private var start = 0

    subscript(place: Int) -> Value? {
        get { place >= start && place < start + values.count ? values[place - start] : nil }
        set {
            guard place >= start else { return }
            while values.count <= place - start { values.append(nil) }
            values[place - start] = newValue
        }
    }

    mutating func forget(before place: Int) {
        guard place > start else { return }
        values.removeFirst(min(values.count, place - start))
        start = place
    }
}
