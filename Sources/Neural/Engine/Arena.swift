/// Where the tensors of a compiled net are.
struct NetworkMemory {
    /// What passes work in; perhaps other nets' too.
    let arena: Arena
    let permanent: Arena

    func start(_ home: Buffer.Home) -> UnsafeMutableRawPointer {
        switch home {
        case .planned: arena.start
        case .permanent: permanent.start
        case .external(let pointer): pointer
        }
    }
}

/// Memory of a fixed size, zero at first.
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
