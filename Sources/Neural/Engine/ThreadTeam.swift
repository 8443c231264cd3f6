import CDNNL

/// The threads that oneDNN's operations run on, for our own loops between them.
///
/// Threads of another kind would compete with these, which go on looking for work for a while after each operation. They are
/// OpenMP's, and started through its runtime's own entry, as a compiler would.
struct ThreadTeam {
    typealias Work = @convention(c) (UnsafeMutableRawPointer?) -> Void
    private typealias Start = @convention(c) (Work, UnsafeMutableRawPointer?, UInt32, UInt32) -> Void
    private typealias Count = @convention(c) () -> Int32
    private typealias SetCount = @convention(c) (Int32) -> Void

    /// Nil where oneDNN runs on something else, or the runtime has no such entry.
    static let shared = ThreadTeam()

    private let start: Start
    private let threadIndex: Count
    private let threadCount: Count
    private let largestCount: Count
    private let setLargestCount: SetCount

    private init?() {
        guard let start = onednn_openmp("GOMP_parallel"), let index = onednn_openmp("omp_get_thread_num"),
            let count = onednn_openmp("omp_get_num_threads"), let largest = onednn_openmp("omp_get_max_threads"),
            let setLargest = onednn_openmp("omp_set_num_threads")
        else { return nil }
        self.start = unsafeBitCast(start, to: Start.self)
        threadIndex = unsafeBitCast(index, to: Count.self)
        threadCount = unsafeBitCast(count, to: Count.self)
        largestCount = unsafeBitCast(largest, to: Count.self)
        setLargestCount = unsafeBitCast(setLargest, to: SetCount.self)
    }

    /// Does the work once on each thread, and returns when all are done.
    func run(_ work: Work, _ context: UnsafeMutableRawPointer) { start(work, context, 0, 0) }

    /// Does what the calling thread asks for on that thread alone.
    func alone<Result>(_ work: () throws -> Result) rethrows -> Result {
        let count = largestCount()
        setLargestCount(1)
        defer { setLargestCount(count) }
        return try work()
    }

    /// The calling thread's part of so many pieces.
    func share(of count: Int) -> Range<Int> {
        let (index, threads) = (Int(threadIndex()), Int(threadCount()))
        return count * index / threads..<count * (index + 1) / threads
    }
}

/// Runs nets that the work runs on the calling thread alone: a small net is done before other threads have woken up, and they would go on
/// waiting for more at the cost of whoever else has work.
public func onOneThread<Result>(_ work: () throws -> Result) rethrows -> Result {
    try ThreadTeam.shared?.alone(work) ?? work()
}
