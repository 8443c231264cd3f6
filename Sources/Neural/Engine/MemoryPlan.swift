/// Gives buffers their places in one arena, so that those that are never needed at the same time share theirs, and permanent ones
/// places of their own beside it.
///
/// The largest first, each at the lowest place that is free for as long as it lives: the greedy-by-size rule of Pisarchyk and Lee,
/// "Efficient Memory Management for Deep Neural Net Inference" (2020).
enum MemoryPlan {
    static let alignment = 64

    /// Sets each buffer's offset.
    ///
    /// - Parameter buffers: every one used by some step, each once; aliases are passed over.
    /// - Returns: in bytes, the size of the arena and that of the memory for permanent buffers.
    static func place(_ buffers: [Buffer]) -> (arena: Int, permanent: Int) {
        var placed: [(buffer: Buffer, lifetime: ClosedRange<Int>)] = []
        var (total, permanent) = (0, 0)
        for buffer in buffers.sorted(by: { $0.byteCount > $1.byteCount }) {
            let lifetime: ClosedRange<Int>
            switch buffer.home {
            case .external: continue
            case .permanent:
                buffer.offset = permanent
                permanent += rounded(buffer.byteCount)
                continue
            case .planned: lifetime = buffer.lifetime ?? 0...0
            }
            let size = rounded(buffer.byteCount)
            var offset = 0
            // Those in the way, from below: the gap before one is taken when it is wide enough.
            for other in placed where other.lifetime.overlaps(lifetime) {
                if other.buffer.offset >= offset + size { break }
                offset = max(offset, other.buffer.offset + rounded(other.buffer.byteCount))
            }
            buffer.offset = offset
            total = max(total, offset + size)
            let index = placed.firstIndex { $0.buffer.offset > offset } ?? placed.endIndex
            placed.insert((buffer, lifetime), at: index)
        }
        return (max(total, alignment), max(permanent, alignment))
    }

    private static func rounded(_ byteCount: Int) -> Int { (byteCount + alignment - 1) / alignment * alignment }
}
