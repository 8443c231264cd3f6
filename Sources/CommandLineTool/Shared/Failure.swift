/// Work that could not be done, as the one sentence that a person reads; the process exits with status 1.
struct Failure: Error {
    let sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }

    /// Any error of the floors below, in its own words.
    init(_ error: any Error) {
        sentence = String(describing: error)
    }
}
