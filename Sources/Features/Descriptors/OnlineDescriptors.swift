/// Feeds a `DescriptorComputer` with samples that arrive in pieces, in memory bounded by a few frames.
///
///     var driver = try DescriptorComputer(options.streaming).online()
///     while let chunk = await source.next() { use(driver.accept(chunk)) }
///     use(driver.finish())
///
/// However the samples are cut, the rows are the same bits, and the same as `matrix(of:)` gives for the whole. A row comes as
/// soon as its frame's last sample does; with deltas, as soon as the frames that these look ahead to.
public struct OnlineDescriptors: Sendable {
    private let computer: DescriptorComputer
    /// Samples from position `bufferStart` of the signal on, which is negative while they continue it to the left.
    private var buffer: [Float] = []
    private var bufferStart: Int
    /// Whether the samples that continue the signal to its left have been put before it.
    private var isStarted = false
    private var sampleCount = 0
    private var nextFrame = 0
    private var state = FrameState()
    private var deltas: Deltas?
    /// Rows that wait for their deltas.
    private var waiting: [Float] = []

    init(_ computer: DescriptorComputer) {
        self.computer = computer
        bufferStart = 0
        deltas = computer.options.deltas.map {
            Deltas(method: $0.method, order: $0.order, columns: computer.deltaColumns.count)
        }
    }

    /// The columns' names.
    public var names: [String] { computer.names }
    /// How many frames have been computed, those that wait for their deltas included.
    public var frameCount: Int { nextFrame }

    /// Takes samples at the options' rate and returns the rows that became ready, which may be none.
    public mutating func accept(_ samples: some Collection<Float>) -> FeatureMatrix {
        buffer.append(contentsOf: samples)
        sampleCount += samples.count
        if !isStarted {
            guard sampleCount > 0, sampleCount >= computer.options.frames.leftContext else {
                return FeatureMatrix(names: names)
            }
            start()
        }
        let frames = computer.options.frames
        let ready = (sampleCount - frames.firstFrameStart - frames.windowLength)
        return advance(to: ready < 0 ? 0 : ready / frames.hopLength + 1, isLast: false)
    }

    /// Returns the rows of the frames that reach past the end. Nothing may be accepted afterwards.
    public mutating func finish() -> FeatureMatrix {
        let frames = computer.options.frames
        let total = frames.frameCount(sampleCount: sampleCount)
        if !isStarted, sampleCount > 0 { start() }
        let end = (total - 1) * frames.hopLength + frames.firstFrameStart + frames.windowLength
        if total > nextFrame, sampleCount < end {
            let tail = (sampleCount..<end).map { position in
                frames.source(of: position, sampleCount: sampleCount).map { buffer[$0 - bufferStart] } ?? 0
            }
            buffer.append(contentsOf: tail)
        }
        return advance(to: total, isLast: true)
    }

    private mutating func start() {
        isStarted = true
        let frames = computer.options.frames
        let first = frames.firstFrameStart
        guard first < 0 else { return }
        let head = (first..<0).map { position in
            frames.source(of: position, sampleCount: sampleCount).map { buffer[$0] } ?? 0
        }
        buffer.insert(contentsOf: head, at: 0)
        bufferStart = first
    }

    private mutating func advance(to ready: Int, isLast: Bool) -> FeatureMatrix {
        let frames = computer.options.frames
        var rows: [Float] = []
        if ready > nextFrame {
            let offset = nextFrame * frames.hopLength + frames.firstFrameStart - bufferStart
            rows = computer.computeRows(
                buffer, origin: offset, frameCount: ready - nextFrame,
                inside: -bufferStart..<sampleCount - bufferStart, state: &state)
            nextFrame = ready
        }
        // Besides the next frame's samples, the last few stay: at the end they may be mirrored.
        let next = nextFrame * frames.hopLength + frames.firstFrameStart
        let keepFrom = min(next, sampleCount - frames.transformLength - 1)
        if isStarted, keepFrom > bufferStart {
            buffer.removeFirst(min(buffer.count, keepFrom - bufferStart))
            bufferStart = keepFrom
        }
        return withDeltas(rows, isLast: isLast)
    }

    private mutating func withDeltas(_ rows: [Float], isLast: Bool) -> FeatureMatrix {
        guard deltas != nil else { return FeatureMatrix(names: names, values: rows) }
        let columns = computer.layout.names.count
        waiting.append(contentsOf: rows)
        let chosen = stride(from: 0, to: rows.count, by: columns).flatMap { row in
            computer.deltaColumns.map { rows[row + $0] }
        }
        var derived = deltas?.accept(chosen) ?? []
        if isLast { derived += deltas?.finish() ?? [] }
        let added = names.count - columns
        let ready = derived.count / added
        var values: [Float] = []
        values.reserveCapacity(ready * names.count)
        for row in 0..<ready {
            values += waiting[row * columns..<(row + 1) * columns]
            values += derived[row * added..<(row + 1) * added]
        }
        waiting.removeFirst(ready * columns)
        return FeatureMatrix(names: names, values: values)
    }
}
