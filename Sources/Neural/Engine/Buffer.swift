/// Room for one tensor, given its place when the whole net is known.
final class Buffer {
    enum Home {
        /// Somewhere in the arena, for as long as it is used; the place is shared with others before and after, and the arena perhaps
        /// with other nets.
        case planned
        /// With a place of its own, in memory of the net's own: what is prepared once for many passes.
        case permanent
        /// Elsewhere: the master weights and their gradients.
        case external(UnsafeMutableRawPointer)
    }

    let byteCount: Int
    let home: Home
    /// Another buffer that this one is the same as: the gradient of a sum is that of its terms.
    var alias: Buffer?
    /// The steps between which it holds something.
    private(set) var lifetime: ClosedRange<Int>?
    /// Bytes from the beginning of the arena, or of the net's own memory.
    var offset = 0

    init(byteCount: Int, home: Home = .planned) {
        self.byteCount = byteCount
        self.home = home
    }

    var root: Buffer { alias?.root ?? self }

    func use(at step: Int) {
        let lifetime = root.lifetime ?? step...step
        root.lifetime = min(lifetime.lowerBound, step)...max(lifetime.upperBound, step)
    }
}

/// A layout and where its numbers are.
struct Tensor {
    let layout: Layout
    let buffer: Buffer
    /// How many of the buffer's numbers lie before the first of these.
    let start: Int

    init(_ layout: Layout, in buffer: Buffer, start: Int = 0) {
        self.layout = layout
        self.buffer = buffer
        self.start = start
    }

    init(_ layout: Layout, home: Buffer.Home = .planned) {
        self.init(layout, in: Buffer(byteCount: layout.byteCount, home: home))
    }

    /// The same numbers, or those after the first few, seen in another way.
    func viewed(as layout: Layout, from start: Int = 0) -> Tensor {
        Tensor(layout, in: buffer, start: self.start + start)
    }
}
