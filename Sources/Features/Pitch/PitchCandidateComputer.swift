/// Finds the candidates of single frames: what a pitch method is, apart from the path.
protocol PitchCandidateComputer: Sendable {
    /// The samples that a frame reads.
    var windowLength: Int { get }

    /// The frames that begin at `starts`; each lies inside `samples`, which are finite.
    ///
    /// A frame's result depends on its own samples only.
    func frames(_ samples: UnsafeBufferPointer<Float>, starts: [Int]) -> [PitchFrame]
}
