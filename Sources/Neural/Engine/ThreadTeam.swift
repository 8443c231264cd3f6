import CDNNL

/// The threads that oneDNN's operations run on, for our own loops between them.
///
/// Threads of another kind would compete with these, which go on looking for work for a while after each operation. They are
/// OpenMP's, and started through its runtime's own entry, as a compiler would.
struct ThreadTeam {
    typealias Work = @convention(c) (UnsafeMutableRawPointer?) -> Void
    private typealias Start = @convention(c) (Work, UnsafeMutableRawPointer?, UInt32, UInt32) -> Void
    private typealias Count = @convention(c) () -> Int32

    /// Nil where oneDNN runs on something else, or the runtime has no such entry.
    static let shared = ThreadTeam()

    private let start: Start
    private let threadIndex: Count
    private let threadCount: Count

    private init?() {
        guard let start = onednn_openmp("GOMP_parallel"), let index = onednn_openmp("omp_get_thread_num"),
            let count = onednn_openmp("omp_get_num_threads")
        else { return nil }
        self.start = unsafeBitCast(start, to: Start.self)
        threadIndex = unsafeBitCast(index, to: Count.self)
        threadCount = unsafeBitCast(count, to: Count.self)
    }

    /// Does the work once on each thread, and returns when all are done.
    func run(_ work: Work, _ context: UnsafeMutableRawPointer) { start(work, context, 0, 0) }

    /// The calling thread's part of so many pieces.
    func share(of count: Int) -> Range<Int> {
        let (index, threads) = (Int(threadIndex()), Int(threadCount()))
        return count * index / threads..<count * (index + 1) / threads
    }
}
