import ArgumentParser
import Foundation
import UndertoneAudio

/// Augments recordings and writes them.
struct AugmentationWork: Sendable {
    let recipe: AugmentationRecipe
    /// Recordings of other voices.
    let voices: [String]
    let encoding: WaveEncoding

    /// What to make of one recording.
    struct Job: Sendable {
        let recording: String
        /// One a copy.
        let outputs: [String]
        let seed: UInt64
    }

    /// Throws a usage error where a recording would have to babble, or to be mixed, with itself.
    func checkVoices(for recordings: [String]) throws {
        guard let step = recipe.steps.first(where: { $0.augmentation.needsVoices }) else { return }
        for recording in recordings where !voices.contains(where: { $0 != recording }) {
            throw ValidationError(
                "The augmentation \(step.augmentation.word) needs the voices of others; name recordings of them with --voices.")
        }
    }

    /// A line for each copy, which says what was drawn; or why there are none.
    ///
    /// Throws `CancellationError` only.
    func result(of job: Job) throws -> Result<[String], Failure> {
        do {
            let signal = try Signal(contentsOf: job.recording, options: options(sampleRate: nil))
            let others = voices.filter { $0 != job.recording }
            let source = BabbleSource(count: others.count) { index in
                try Signal(contentsOf: others[index], options: options(sampleRate: signal.sampleRate)).samples
            }
            var generator = SeededGenerator(seed: job.seed)
            return .success(
                try job.outputs.map { output in
                    let augmented = try recipe.augmented(
                        signal.samples, sampleRate: signal.sampleRate, using: &generator, babble: source)
                    try Task.checkCancellation()
                    try Signal(samples: augmented.samples, sampleRate: signal.sampleRate)
                        .write(toWAV: output, encoding: encoding)
                    return line(about: augmented, output: output, others)
                })
        } catch let error as CancellationError {
            throw error
        } catch {
            return .failure(Failure(error))
        }
    }

    private func line(about augmented: AugmentedSamples, output: String, _ others: [String]) -> String {
        let drawn = augmented.drawn.isEmpty ? "unchanged" : augmented.drawn.map(\.description).joined(separator: ",")
        guard let mixture = augmented.mixture else { return "\(output): \(drawn)" }
        let share = Int((100 * (1 - mixture.weight)).rounded())
        return "\(output): \(drawn), with \(share) % of \(others[mixture.companion])"
    }

    private func options(sampleRate: Int?) -> DecodingOptions {
        DecodingOptions(sampleRate: sampleRate, maximumDuration: 600)
    }
}
