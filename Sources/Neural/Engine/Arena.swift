/// The memory that a compiled net works in.
final class Arena {
    let start: UnsafeMutableRawPointer
    let byteCount: Int

    init(byteCount: Int) {
        self.byteCount = byteCount
        start = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: MemoryPlan.alignment)
        start.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    }

    deinit { start.deallocate() }
}
